using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>A call as its text shows it.</summary>
internal static class CallShape
{
    /// <summary>The names of methods that are called when something stops.</summary>
    public static readonly HashSet<string> StopMethods = ["StopAsync", "StoppingAsync", "StoppedAsync", "Dispose", "DisposeAsync", "DisposeAsyncCore"];

    /// <summary>The call that is handed what this name names: itself, or as a member of something; and that argument.</summary>
    public static (InvocationExpressionSyntax Call, ExpressionSyntax Argument)? HandedTo(SimpleNameSyntax name)
    {
        ExpressionSyntax argument = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return argument.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } ? (call, argument) : null;
    }

    /// <summary>The arguments that are names or members.</summary>
    public static IEnumerable<ExpressionSyntax> NamesHandedTo(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Select(static it => it.Expression).Where(static it => it is IdentifierNameSyntax or MemberAccessExpressionSyntax);

    /// <summary>The call is handed a number, as in <c>orders.Take(10)</c>: no queue is.</summary>
    public static bool TakesLiteral(SimpleNameSyntax name) => name.Identifier.ValueText == "Take" && SyntaxIndex.CallOf(name)?.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax }];

    /// <summary>The first argument is a length of time that ends: <c>Delay(500)</c>, <c>Delay(TimeSpan.FromSeconds(3 * attempt))</c>.</summary>
    public static bool EndsInTime(InvocationExpressionSyntax pause) => pause.ArgumentList.Arguments is [{ Expression: var time }, ..] && time switch
    {
        LiteralExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "TimeSpan" } }, ArgumentList.Arguments: [{ Expression: not PrefixUnaryExpressionSyntax }, ..] } => true,
        _ => false,
    };

    /// <summary>The call stands in a handler, behind a loop, in a stop method or in a callback.</summary>
    public static bool CleansUp(InvocationExpressionSyntax call)
    {
        SyntaxNode below = call;
        foreach (var it in call.Ancestors())
        {
            switch (it)
            {
                case FinallyClauseSyntax or DestructorDeclarationSyntax:
                case CatchClauseSyntax caught when Handlers.MayTakeOnlyCancellation(caught):
                case BlockSyntax block when IsBehindLoop(block.Statements, below):
                case SwitchSectionSyntax section when IsBehindLoop(section.Statements, below):
                case IfStatementSyntax { Condition: var condition } when condition != below && condition.DescendantNodesAndSelf().Any(static part => part is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" }):
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: var handler } when handler.DescendantNodesAndSelf().Any(part => part is AnonymousFunctionExpressionSyntax && part.Span.Contains(call.Span)):
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer } when WrittenSignatures.CalleeOf(outer) is "Register" or "UnsafeRegister" or "Create":
                case MethodDeclarationSyntax { Identifier.ValueText: var name } when StopMethods.Contains(name):
                case LocalFunctionStatementSyntax { Identifier.ValueText: var local } when StopMethods.Contains(local):
                case CompilationUnitSyntax unit when below is GlobalStatementSyntax && unit.Members.TakeWhile(member => member != below).Any(static member => member is GlobalStatementSyntax { Statement: var statement } && HasLoop(statement)):
                    return true;
                case BaseTypeDeclarationSyntax:
                    return false;
            }

            below = it;
        }

        return false;
    }

    private static bool IsBehindLoop(SyntaxList<StatementSyntax> statements, SyntaxNode statement)
        => statements.TakeWhile(it => it != statement).Any(HasLoop) && statement is StatementSyntax;

    // A loop that runs as long as the service does: behind it the signal has fired.
    private static bool HasLoop(StatementSyntax statement) => statement switch
    {
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax => LoopShapes.MayBeOpen(statement),
        TryStatementSyntax it => it.Block.Statements.Any(HasLoop),
        UsingStatementSyntax { Statement: BlockSyntax body } => body.Statements.Any(HasLoop),
        _ => false,
    };
}
