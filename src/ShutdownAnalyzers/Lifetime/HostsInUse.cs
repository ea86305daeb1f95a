namespace ShutdownAnalyzers.Lifetime;

/// <summary>Whether somebody else ends or waits for the host whose run is thrown away.</summary>
internal sealed class HostsInUse(ShutdownModel model)
{
    private const int Deepest = 5;

    private static readonly ImmutableArray<string> Ends = ImmutableArray.Create("StopAsync", "Stop", "WaitForShutdownAsync", "WaitForShutdown", "Run", "RunAsync");

    /// <summary>Other code stops the host of this run, or waits for it; or it is handed to code that we do not see.</summary>
    public bool AreEndedElsewhere(IInvocationOperation run)
    {
        if (HostRunIsNotAwaitedAnalyzer.IsRun(run, model.Types))
        {
            return run.Receiver() is { } host && IsEnded(host, [run.Syntax, .. WaitsBehindForgottenStart(run)], 0);
        }

        // What the helper itself waits for is part of what is thrown away.
        var bodies = model.Callees.Of(run.TargetMethod).ToImmutableArray();
        var dropped = ImmutableArray.CreateRange(bodies.Select(static it => it.Syntax).Append(run.Syntax));
        return bodies.SelectMany(static it => it.DescendantsAndSelf()).OfType<IInvocationOperation>()
            .Any(it => HostRunIsNotAwaitedAnalyzer.IsRun(it, model.Types) && it.Receiver() is { } host && IsEnded(host, dropped, 0));
    }

    // host.StartAsync(); host.WaitForShutdown(); - this waits for the end, and does not hear that the start failed. A start that
    // is visibly discarded is meant to run along.
    private static IEnumerable<SyntaxNode> WaitsBehindForgottenStart(IInvocationOperation run)
        => run is { TargetMethod.Name: "StartAsync", Parent: IExpressionStatementOperation }
            ? run.EnclosingFunction().OwnDescendantsAndSelf().OfType<IInvocationOperation>()
                .Where(static it => it.TargetMethod.Name is "WaitForShutdown" or "WaitForShutdownAsync")
                .Select(static it => it.Syntax)
            : [];

    private bool IsEnded(IOperation host, ImmutableArray<SyntaxNode> dropped, int depth)
    {
        if (depth > Deepest || host.ReferencedSymbol() is not { } holder)
        {
            return false;
        }

        var usage = model.Uses.OfHeldBy(holder, host);
        return IsEnded(usage, dropped) || IsEndedByCallers(holder, usage, dropped, depth);
    }

    private static bool IsEnded(Usage usage, ImmutableArray<SyntaxNode> dropped)
        => usage.Has(UseKind.Passed)
        || Ends.SelectMany(usage.CallsOf).Any(it => !dropped.Any(node => node.SyntaxTree == it.Syntax.SyntaxTree && node.Span.Contains(it.Syntax.Span)) && !IsAnotherDroppedRun(it));

    // A helper that runs its parameter, and may hand it back: app.Launch().
    private bool IsEndedByCallers(ISymbol holder, Usage usage, ImmutableArray<SyntaxNode> dropped, int depth)
    {
        if (holder is not IParameterSymbol { ContainingSymbol: IMethodSymbol helper } parameter || model.References.To(helper) is not { IsDefault: false } calls)
        {
            return holder is IParameterSymbol;
        }

        return calls.OfType<IInvocationOperation>().Any(call =>
            (call.Arguments.FirstOrDefault(it => it.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } host && IsEnded(host.Bare(), dropped, depth + 1))
            || (usage.Has(UseKind.Returned) && IsEnded(model.Uses.Of(call), dropped)));
    }

    private static bool IsAnotherDroppedRun(IInvocationOperation call)
        => call.TargetMethod.Name == "RunAsync" && call.BareParent() is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}
