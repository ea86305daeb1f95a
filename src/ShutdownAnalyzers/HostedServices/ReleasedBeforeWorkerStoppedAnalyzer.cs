namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT203: a <c>StopAsync</c> that releases what <c>ExecuteAsync</c> works with before <c>base.StopAsync</c> has stopped it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReleasedBeforeWorkerStoppedAnalyzer() : ShutdownAnalyzer(Rules.ReleasedBeforeWorkerStopped)
{
    // Releasing these is how their loop is told to end, or they are no resource that the work needs.
    private static readonly ImmutableArray<string> Signals =
        ["System.Threading.CancellationTokenSource", "System.Threading.CancellationTokenRegistration", "System.Threading.PeriodicTimer", "System.Threading.Tasks.Task"];

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.BackgroundService is not null)
        {
            context.RegisterSymbols(model, symbol => Analyze(symbol, model), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolContext context, ShutdownModel model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.DerivesFrom(model.Types.BackgroundService)
            || type.GetMembers("StopAsync").OfType<IMethodSymbol>().FirstOrDefault(it => it.Overrides(model.Types.BackgroundService, "StopAsync")) is not { } stop
            || Worker.ExecuteAsyncOf(type, model) is not { } execute)
        {
            return;
        }

        foreach (var step in BeforeBase(stop, model))
        {
            if (step.Operation is IInvocationOperation call
                && IsRelease(call.TargetMethod)
                && Released(call, model) is { } field
                && !Signals.Any(it => field.Type.DerivesFrom(model.Types[it]))
                && WorkerUse.Needs(model.Steps.Of(execute), field, model))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.ReleasedBeforeWorkerStopped, ((step.Outer as IInvocationOperation) ?? call).NamePlace(), field.Name));
            }
        }
    }

    // Up to the base call; nothing where there is none (another rule's business), or where the worker is awaited by hand first.
    private static IEnumerable<Step> BeforeBase(IMethodSymbol stop, ShutdownModel model)
    {
        var steps = model.Steps.Of(stop);
        var end = steps.Select(static (step, index) => (step, index)).FirstOrDefault(it => IsBaseCall(it.step.Operation, model)).index;
        var before = steps.Take(end).ToImmutableArray();
        return before.TakeWhile(it => !Worker.IsAwaited([it.Operation], model)).Where(static it => !it.IsDetached);
    }

    private static bool IsBaseCall(IOperation operation, ShutdownModel model)
        => operation is IInvocationOperation { TargetMethod: { Name: "StopAsync" } method } && method.ContainingType.Is(model.Types.BackgroundService);

    // Stop and Unsubscribe early are right: what comes in is stopped before what works on it.
    private static bool IsRelease(IMethodSymbol method) => method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Disconnect" or "DisconnectAsync";

    // _x.Dispose(), _x?.Dispose(), Interlocked.Exchange(ref _x, null)?.Dispose(), if (_x is { } x) { x.Dispose(); }
    private static IFieldSymbol? Released(IInvocationOperation call, ShutdownModel model)
    {
        var value = call.Instance.Accessed();
        if (value is ILocalReferenceOperation local && model.Values.Of(local.Local, local) is { IsDefault: false, Length: 1 } values)
        {
            value = values[0].Bare();
        }

        if (value is IInvocationOperation { Arguments: [{ Value: var held }, ..] } exchange && exchange.TargetMethod.ReadsOrWritesAtomically(model.Types))
        {
            value = held.Bare();
        }

        return value is IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } ? field : null;
    }
}
