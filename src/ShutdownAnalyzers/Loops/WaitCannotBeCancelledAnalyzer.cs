using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT103: a wait in a hosted loop that no token wakes, on a source that nobody closes in time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitCannotBeCancelledAnalyzer() : ShutdownAnalyzer(Rules.WaitCannotBeCancelled)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        context.RegisterCode(model, static it => it.Names(DeafWaits.Names).Where(DeafWaits.MayBe).Select(CallAround).OfType<SyntaxNode>(), operation => Analyze(operation, model), OperationKind.Invocation);
        context.RegisterCode(model, static it => it.Names(DeafWaits.Names).Where(DeafWaits.MayBe).Select(static name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name), operation => AnalyzeGroup(operation, model), OperationKind.MethodReference);
    }

    // port.ReadLine() for the name ReadLine, Console.In.ReadLineAsync() for the name In.
    private static InvocationExpressionSyntax? CallAround(SyntaxNode name)
        => name.Ancestors().TakeWhile(static it => it is ExpressionSyntax).OfType<InvocationExpressionSyntax>().FirstOrDefault(it => it.Expression.Span.Contains(name.Span));

    // await Task.Run(port.ReadLine, token): the token only keeps the task from starting.
    private static void AnalyzeGroup(CodeContext context, ShutdownModel model)
    {
        var group = (IMethodReferenceOperation)context.Operation;
        if (model.DeafWaits.Contains(group)
            && group.BareParent() is IArgumentOperation { Parent: IInvocationOperation start } && model.Handovers.Starts(start.TargetMethod)
            && UnheardSignals.NameAt(model, start) is not null
            && !Wakings.Wakes(model, start) && !(group.Instance.ReferencedSymbol() is { } source && model.Endings.Ends(source, start)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.WaitCannotBeCancelled, group.Syntax.GetLocation(), group.Method.Name, group.Instance?.Syntax.ToString() ?? group.Method.ContainingType.Name));
        }
    }

    // A program that reads the console to be told when to end, or while it is debugged, talks to a person.
    private static bool IsTalk(IInvocationOperation call, ShutdownModel model)
        => call.TargetMethod.ContainingType.IsA(model.Types["System.Console"]) && (model.Places.Of(call) & (Place.Worker | Place.Detached | Place.Handler)) == 0;

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!model.DeafWaits.Contains(call) || IsTalk(call, model) || UnheardSignals.NameAt(model, call) is null || Wakings.Wakes(model, call) || model.Races.IsAbandoned(model.Bodies.FunctionAround(call)))
        {
            return;
        }

        var source = call.Receiver()?.Syntax.ToString() ?? call.TargetMethod.ContainingType.Name;
        context.ReportDiagnostic(Diagnostic.Create(Rules.WaitCannotBeCancelled, call.NamePlace(), call.TargetMethod.Name, source));
    }
}
