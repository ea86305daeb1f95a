namespace ShutdownAnalyzers.Knowledge;

/// <summary>Library methods that return a task and start nothing: it stands for tasks that run already, or for time.</summary>
internal static class Combinators
{
    /// <summary>Their names.</summary>
    public static readonly HashSet<string> Names =
    [
        "WhenAll", "WhenAny", "WhenEach", "ConfigureAwait", "Unwrap", "WaitAsync", "AsTask", "AsValueTask", "FromResult", "FromException", "FromCanceled", "Delay", "Preserve",
    ];
}
