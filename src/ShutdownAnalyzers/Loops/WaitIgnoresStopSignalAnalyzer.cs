using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT102: a wait that the stop signal does not wake, although there is one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitIgnoresStopSignalAnalyzer() : ShutdownAnalyzer(Rules.WaitIgnoresStopSignal)
{
    /// <summary>A wait of a known time up to this is a suggestion only: it delays the stop by that much.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterOperationAction(operation => Analyze(operation, model), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsDeafWait(call, model) || UnheardSignals.NameAt(model, call) is not { } signal || IsEndedOtherwise(call, model))
        {
            return;
        }

        var time = Durations.Of(model.Waits.TimeOf(call), model);
        var isShort = time is { } known && known >= TimeSpan.Zero && known <= Short;
        if (isShort && !model.Waits.IsSleep(call))
        {
            // A wait with a small time-out asks again and again whether to stop.
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.WaitIgnoresStopSignal,
            Name(call),
            isShort ? DiagnosticSeverity.Info : Rules.WaitIgnoresStopSignal.DefaultSeverity,
            additionalLocations: null,
            properties: null,
            call.TargetMethod.Name,
            signal));
    }

    // Waits itself, or hands no signal to a helper of the project that waits for the one it is given.
    private static bool IsDeafWait(IInvocationOperation call, ShutdownModel model)
        => model.Waits.Contains(call) || Retries.IsEndless(call, model)
            ? !model.Signals.CarriedByArguments(call).HearsStop()
            : DeafHelpers.WaitsInVain(call, model);

    // Somebody wakes the wait when the application stops: completes the queue, stops the listener, releases the semaphore.
    private static bool IsEndedOtherwise(IInvocationOperation call, ShutdownModel model)
    {
        var source = call.Receiver();
        if (source is IPropertyReferenceOperation { Property.Name: "Reader" or "Writer", Instance: { } channel })
        {
            source = channel.Bare();
        }

        return (source.ReferencedSymbol() is { } variable && (model.Endings.Wakes(variable, call) || IsGivenBack(call, variable)))
            || (call.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } } any } && model.Signals.CarriedByArguments(any).HearsStop());
    }

    // A semaphore that the same code releases guards a section: the wait lasts as long as others are in it.
    private static bool IsGivenBack(IInvocationOperation call, ISymbol variable)
        => call.TargetMethod.ContainingType.Name == "SemaphoreSlim"
        && call.Root().Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name == "Release" && it.Instance.ReferencedSymbol().Is(variable));

    private static Location Name(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var callee }
        ? (callee switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => callee,
        }).GetLocation()
        : call.Syntax.GetLocation();
}
