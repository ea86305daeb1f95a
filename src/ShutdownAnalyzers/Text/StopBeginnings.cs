using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where stop paths begin, by the text: stop and dispose methods, and whatever is handed on as a delegate.</summary>
internal static class StopBeginnings
{
    private static readonly ImmutableArray<string> Methods = ImmutableArray.Create("StopAsync", "StoppingAsync", "StoppedAsync", "Dispose", "DisposeAsync", "DisposeAsyncCore", "Finalize");

    private static readonly HashSet<string> Registrations = ["Register", "UnsafeRegister", "Create"];

    public static IEnumerable<string> In(SyntaxIndex file, NameGraph names)
        => Methods.Concat(file.Lambdas.Concat<ExpressionSyntax>(MethodGroups(file, names)).Where(it => IsHanded(it) && MayRunAtStop(it, names)).SelectMany(NamesIn));

    private static IEnumerable<ExpressionSyntax> MethodGroups(SyntaxIndex file, NameGraph names)
        => file.Words.Distinct.Where(names.DeclaresMethod).SelectMany(file.NotCalled).Select(static it => it.Parent is MemberAccessExpressionSyntax access && access.Name == it ? access : (ExpressionSyntax)it);

    // Of what libraries are handed, only registrations run at the stop; what functions of the project do with it is not known here.
    private static bool MayRunAtStop(ExpressionSyntax value, NameGraph names) => value.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => WrittenSignatures.CalleeOf(call) is var callee && (Registrations.Contains(callee) || names.Declares(callee)),
        ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation } => WrittenTypes.NameOf(creation.Type) is not { } type || names.Declares(type),
        _ => true,
    };

    // Of a method group its name, of a lambda whatever it names.
    private static IEnumerable<string> NamesIn(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax it => [it.Identifier.ValueText],
        MemberAccessExpressionSyntax it => [it.Name.Identifier.ValueText],
        _ => value.DescendantNodes().OfType<SimpleNameSyntax>().Select(static it => it.Identifier.ValueText),
    };

    /// <summary>The code registers something, adds a handler, or has functions of its own.</summary>
    public static bool MayBeginIn(SyntaxNode code)
        => SyntaxIndex.Of(code.SyntaxTree) is var file
        && (Registrations.Any(it => file.Words.Has(it, code.Span)) || file.Words.HasAddition(code.Span) || file.Functions.Any(it => it.HasLocalIn(code)));

    private static bool IsHanded(ExpressionSyntax value) => value switch
    {
        AnonymousFunctionExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => value.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax
                or ExpressionElementSyntax or InitializerExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or CastExpressionSyntax or ParenthesizedExpressionSyntax
            || (value.Parent is AssignmentExpressionSyntax assignment && assignment.Right == value),
        _ => false,
    };
}
