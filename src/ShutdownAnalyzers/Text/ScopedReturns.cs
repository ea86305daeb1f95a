using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What a private helper makes and returns, where all of its callers put it into a <c>using</c>: <c>await using var connection = await OpenAsync();</c></summary>
internal sealed class ScopedReturns(NameGraph names)
{
    private readonly ConcurrentDictionary<MethodDeclarationSyntax, bool> known = new();

    public bool Contain(ExpressionSyntax creation)
        => creation.Ancestors().TakeWhile(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<MethodDeclarationSyntax>().FirstOrDefault() is { } helper
        && Returns(helper, creation)
        && known.GetOrAdd(helper, IsScopedByAll);

    // return new X(...); or var x = new X(...); ... return x; with nothing else that could end there.
    private static bool Returns(MethodDeclarationSyntax helper, ExpressionSyntax creation)
        => creation.Parent switch
        {
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local } } => helper.Body is { } body
                && body.DescendantNodes(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToArray() is { Length: > 0 } returns
                && returns.All(it => it.Expression is IdentifierNameSyntax { Identifier.ValueText: var returned } && returned == local),
            _ => false,
        };

    private bool IsScopedByAll(MethodDeclarationSyntax helper)
        => !helper.Modifiers.Any(static it => it.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PartialKeyword or SyntaxKind.OverrideKeyword)
        && helper.ExplicitInterfaceSpecifier is null
        && names.FilesWith(helper.Identifier.ValueText).Where(it => it.Tree == helper.SyntaxTree || !IsAlone(helper)).SelectMany(it => it.Names(helper.Identifier.ValueText)).Where(it => !IsOfAnother(it, helper)).ToArray() is { Length: > 0 } uses
        && uses.All(static it => SyntaxIndex.CallOf(it) is { } call && Occurrences.IsScoped(call));

    // connection.OpenAsync() in the helper OpenAsync, where it is written what connection is.
    private static bool IsOfAnother(SyntaxNode name, MethodDeclarationSyntax helper)
        => name.Parent is MemberAccessExpressionSyntax { Expression: var receiver } access && access.Name == name
        && WrittenTypes.Of(receiver) is { } type && type != helper.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;

    // A private member of a type that is not partial is named in its own file alone.
    private static bool IsAlone(MethodDeclarationSyntax helper) => helper.Ancestors().OfType<TypeDeclarationSyntax>().All(static it => !it.Modifiers.Any(SyntaxKind.PartialKeyword));
}
