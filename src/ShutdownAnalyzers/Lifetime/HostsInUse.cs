namespace ShutdownAnalyzers.Lifetime;

/// <summary>Whether somebody else ends or waits for the host whose run is thrown away.</summary>
internal sealed class HostsInUse(ShutdownModel model)
{
    private const int Deepest = 5;

    private static readonly ImmutableArray<string> Ends = ImmutableArray.Create("StopAsync", "Stop", "WaitForShutdownAsync", "WaitForShutdown", "Run", "RunAsync");

    /// <summary>Other code stops the host of this run, or waits for it; or it is handed to code that we do not see.</summary>
    public bool AreEndedElsewhere(IInvocationOperation run)
        => HostRunIsNotAwaitedAnalyzer.IsRun(run, model.Types)
            ? run.Receiver() is { } host && IsEnded(host, run, 0)
            : model.Callees.Of(run.TargetMethod).SelectMany(static it => it.DescendantsAndSelf()).OfType<IInvocationOperation>()
                .Any(it => HostRunIsNotAwaitedAnalyzer.IsRun(it, model.Types) && it.Receiver() is { } host && IsEnded(host, it, 0));

    private bool IsEnded(IOperation host, IOperation run, int depth)
    {
        if (depth > Deepest || host.ReferencedSymbol() is not { } holder)
        {
            return false;
        }

        var usage = model.Uses.OfHeldBy(holder, host);
        return IsEnded(usage, run) || IsEndedByCallers(holder, usage, run, depth);
    }

    private bool IsEnded(Usage usage, IOperation run)
        => usage.Has(UseKind.Passed)
        || Ends.SelectMany(usage.CallsOf).Any(it => it.Syntax != run.Syntax && !IsStatement(it, "RunAsync"));

    // A helper that runs its parameter, and may hand it back: app.Launch().
    private bool IsEndedByCallers(ISymbol holder, Usage usage, IOperation run, int depth)
    {
        if (holder is not IParameterSymbol { ContainingSymbol: IMethodSymbol helper } parameter || model.References.To(helper) is not { IsDefault: false } calls)
        {
            return holder is IParameterSymbol;
        }

        return calls.OfType<IInvocationOperation>().Any(call =>
            (call.Arguments.FirstOrDefault(it => it.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } host && IsEnded(host.Bare(), run, depth + 1))
            || (usage.Has(UseKind.Returned) && IsEnded(model.Uses.Of(call), run)));
    }

    // Another run that nobody waits for either.
    private static bool IsStatement(IInvocationOperation call, string name)
        => call.TargetMethod.Name == name && call.BareParent() is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}
