using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where stop paths begin, by the text: stop and dispose methods, and whatever is handed on as a delegate.</summary>
internal static class StopBeginnings
{
    private static readonly ImmutableArray<string> Methods = ImmutableArray.Create("StopAsync", "StoppingAsync", "StoppedAsync", "Dispose", "DisposeAsync", "DisposeAsyncCore", "Finalize");

    private static readonly HashSet<string> Registrations = ["Register", "UnsafeRegister", "Create"];

    public static IEnumerable<string> In(SyntaxIndex file, Func<string, bool> isOfProject) => Methods.Concat(file.Handed.Where(it => MayRunAtStop(it, isOfProject)).SelectMany(NamesIn));

    // Of what libraries are handed, only registrations run at the stop; what functions of the project do with it is not known here.
    private static bool MayRunAtStop(ExpressionSyntax value, Func<string, bool> isOfProject) => value.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => WrittenSignatures.CalleeOf(call) is var callee && (Registrations.Contains(callee) || isOfProject(callee)),
        ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation } => WrittenTypes.NameOf(creation.Type) is not { } type || isOfProject(type),
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
    public static bool MayBeginIn(SyntaxNode code) => code.DescendantNodes().Any(static it => it switch
    {
        SimpleNameSyntax name => Registrations.Contains(name.Identifier.ValueText),
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.AddAssignmentExpression),
        LocalFunctionStatementSyntax => true,
        _ => false,
    });

    /// <summary>The expression may be a delegate that is handed on.</summary>
    public static bool IsHanded(ExpressionSyntax value) => value switch
    {
        AnonymousFunctionExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => value.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax
                or ExpressionElementSyntax or InitializerExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or CastExpressionSyntax or ParenthesizedExpressionSyntax
            || (value.Parent is AssignmentExpressionSyntax assignment && assignment.Right == value),
        _ => false,
    };
}
