using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text says of how a name is used, where only some of its uses matter: the others need not be bound.</summary>
internal static class Occurrences
{
    private static readonly ImmutableArray<string> Parts = ImmutableArray.Create("Writer", "Client", "BaseStream", "Input", "Output");

    /// <summary>The variable is written there, or handed out to be written.</summary>
    public static bool MayWrite(SyntaxNode name)
    {
        var whole = Whole(name);
        return whole.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } or RefExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary>What the variable holds is ended or woken there by a method of one of these names, or goes somewhere else where that may happen.</summary>
    public static bool MayEnd(SyntaxNode name, Func<string, bool> verbs)
    {
        var whole = Whole(name);
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax access => verbs(access.Name.Identifier.ValueText) || Parts.Contains(access.Name.Identifier.ValueText),
            ArgumentSyntax or EqualsValueClauseSyntax or CommonForEachStatementSyntax or ConditionalAccessExpressionSyntax => true,
            ExpressionSyntax and not (BinaryExpressionSyntax or ElementAccessExpressionSyntax) => true,
            _ => false,
        };
    }

    /// <summary>The value belongs to a <c>using</c>, which disposes it: <c>using var connection = await OpenAsync();</c></summary>
    public static bool IsScoped(ExpressionSyntax expression)
    {
        SyntaxNode value = expression;
        while (value.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            value = value.Parent;
        }

        return value.Parent is UsingStatementSyntax
            || value.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } };
    }

    /// <summary>The call hands on a parameter of this type, of the function that it stands in or of one around that.</summary>
    public static bool HandsOnParameter(InvocationExpressionSyntax call, string type)
        => call.ArgumentList.Arguments.Any(it => it.Expression is IdentifierNameSyntax { Identifier.ValueText: var name }
            && SyntaxIndex.Declarations(call.SyntaxTree, name).Any(declaration => declaration is ParameterSyntax { Parent.Parent: not TypeDeclarationSyntax } parameter
                && WrittenTypes.NameOf(parameter.Type) == type && parameter.Parent!.Parent!.Span.Contains(call.Span)));

    // x in this.x, a.x, a?.x, (x), x!
    private static SyntaxNode Whole(SyntaxNode name)
    {
        var whole = name;
        while (true)
        {
            switch (whole.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Name == whole:
                case MemberBindingExpressionSyntax:
                case ParenthesizedExpressionSyntax:
                case CastExpressionSyntax:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == whole:
                    whole = whole.Parent!;
                    break;
                default:
                    return whole;
            }
        }
    }
}
