namespace ShutdownAnalyzers.Editing;

/// <summary>
/// Answers "give me a stop signal here": one that is in reach; else one that the callers can hand over; else one of the
/// type's own; else the lifetime of the application. <see langword="null"/> where none of that is safe.
/// </summary>
internal sealed class StopSignals
{
    private readonly ReachableSignals reachable;
    private readonly ThreadedSignals threaded;
    private readonly OwnSource own;
    private readonly InjectedLifetime injected;

    private StopSignals(Finding finding)
    {
        reachable = new ReachableSignals(finding.Model);
        threaded = new ThreadedSignals(finding.Model);
        own = new OwnSource(finding.Model);
        injected = new InjectedLifetime(finding.Model);
    }

    /// <summary>A stop signal for code at this node, brought there by whatever edits are safe.</summary>
    public static StopSignal? For(Finding finding, SyntaxNode at) => new StopSignals(finding).Any(at);

    /// <summary>
    /// A stop signal for the code of requests: the application's own. What a hosted service cancels in its stop path comes too
    /// late for them, because the server stops first and waits for its requests.
    /// </summary>
    public static StopSignal? ForRequest(Finding finding, SyntaxNode at) => new StopSignals(finding).OfApplication(at);

    /// <summary>A stop signal that code at this node can name as it stands.</summary>
    public static StopSignal? InReach(Finding finding, SyntaxNode at) => new ReachableSignals(finding.Model).At(at);

    // A signal that is there already is better than a new one, even where it has a way to go.
    private StopSignal? Any(SyntaxNode at)
        => Existing(at) ?? own.For(at) ?? injected.For(at) ?? threaded.Through(at, Any);

    private StopSignal? OfApplication(SyntaxNode at)
        => threaded.At(at) ?? reachable.OfApplicationAt(at) ?? injected.For(at) ?? threaded.Through(at, OfApplication);

    private StopSignal? Existing(SyntaxNode at) => threaded.At(at) ?? reachable.At(at) ?? threaded.Through(at, Existing);
}
