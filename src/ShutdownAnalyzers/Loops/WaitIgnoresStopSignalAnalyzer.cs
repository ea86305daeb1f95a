using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT102: a wait that the stop signal does not wake, although there is one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitIgnoresStopSignalAnalyzer() : ShutdownAnalyzer(Rules.WaitIgnoresStopSignal)
{
    /// <summary>A wait of a known time up to this is a suggestion only: it delays the stop by that much.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    /// <summary>An operation that is given up after this holds nothing up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A wait up to this is over before anybody could notice.</summary>
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(250);

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        // Helpers that wait with a token of theirs: what they are handed decides.
        var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of(Waits.Names, static it => WrittenSignatures.Takes(it, "CancellationToken"), model.WaitShapes.MayBe));
        context.RegisterCode(model, it => it.CallsOf(helpers.Value).Concat(it.CallsOf(Retries.Names)).Where(call => !Occurrences.HandsOnParameter(call, "CancellationToken") && model.WaitShapes.MayBe(NameIn(call))), operation => Analyze(operation, model), OperationKind.Invocation);
    }

    private static SyntaxNode NameIn(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name: var member } ? member : call.Expression;

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        // Of a source that nobody cancels SHUT110 speaks.
        var call = (IInvocationOperation)context.Operation;
        if (!IsDeafWait(call, model) || IsHandedOn(call, model) || IsDeliberate(call, model) || DeadSources.AreHandedTo(call, model) || UnheardSignals.NameAt(model, call) is not { } signal || Wakings.Wakes(model, call))
        {
            return;
        }

        var time = Durations.Of(model.Waits.TimeOf(call), model);
        var isShort = time is { } known && known >= TimeSpan.Zero && known <= (LimitsOperation(call, model) ? Patience : Short);
        if (isShort && (!model.Waits.IsSleep(call) || time <= Blink || !UnheardSignals.IsInLoop(call)))
        {
            // A wait with a small time-out asks again and again whether to stop; a single short sleep ends by itself.
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.WaitIgnoresStopSignal,
            call.NamePlace(),
            isShort ? DiagnosticSeverity.Info : Rules.WaitIgnoresStopSignal.DefaultSeverity,
            additionalLocations: null,
            properties: null,
            call.TargetMethod.Name,
            signal));
    }

    // Waits itself, or hands no signal to a helper of the project that waits for the one it is given.
    internal static bool IsDeafWait(IInvocationOperation call, ShutdownModel model)
        => model.Waits.Contains(call) || Retries.IsEndless(call, model)
            ? !model.Signals.CarriedByArguments(call).HearsStop() && !TakesWhatItIsGiven(call, model)
            : DeafHelpers.WaitsInVain(call, model);

    // A helper that waits with its own parameter does its part: the call that hands it nothing is reported.
    private static bool TakesWhatItIsGiven(IInvocationOperation call, ShutdownModel model)
        => call.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && it.Value.ReferencedSymbol() is IParameterSymbol);

    // A stream that is not enumerated on the spot can still get its token there: WithCancellation.
    private static bool IsHandedOn(IInvocationOperation call, ShutdownModel model)
        => call.Type.IsA(model.Types["System.Collections.Generic.IAsyncEnumerable`1"]) && call.BareParent() is not IForEachLoopOperation;

    // client.ConnectAsync(host, 443).Wait(time): what is begun here may take that long and no longer.
    private static bool LimitsOperation(IInvocationOperation call, ShutdownModel model)
        => call.TargetMethod.Name is "Wait" or "WaitAsync" && call.Receiver() is IInvocationOperation begun && model.Types.IsTask(begun.Type) && !model.Waits.Contains(begun);

    // Outside of a worker somebody who writes CancellationToken.None may mean it; and a parallel loop there is over some finite work.
    // So may somebody who makes a number of attempts.
    private static bool IsDeliberate(IInvocationOperation call, ShutdownModel model)
        => (HasNone(call, model) && call.Ancestors().OfType<ILoopOperation>().FirstOrDefault() is IForLoopOperation attempts && LoopConditions.Read(model, attempts).Kind == LoopEnd.Finite)
        || (!model.RunsInWorker(call) && (HasNone(call, model) || call.TargetMethod.ContainingType.IsA(model.Types["System.Threading.Tasks.Parallel"])));

    private static bool HasNone(IInvocationOperation call, ShutdownModel model)
        => call.Arguments.Any(it => it.Value.Bare() is IPropertyReferenceOperation { Property: { Name: "None", ContainingType: var owner } } && owner.IsA(model.Types.CancellationToken));
}
