namespace ShutdownAnalyzers.Model;

/// <summary>
/// What makes a token fire. A linked token has several causes; a variable with several values has those of all of them.
/// </summary>
[Flags]
internal enum Signal
{
    /// <summary>The expression is no token, or carries none.</summary>
    None = 0,

    /// <summary>The application, or the type that owns the code, begins to stop.</summary>
    Stop = 1,

    /// <summary>The budget for stopping is used up: the token of <c>StopAsync</c>.</summary>
    Deadline = 2,

    /// <summary>The start is abandoned: the token of <c>StartAsync</c>, which never fires once the start is over.</summary>
    StartOnly = 4,

    /// <summary>The client goes away: <c>RequestAborted</c>. At shutdown it fires only when the budget is used up.</summary>
    Request = 8,

    /// <summary>Nothing: <c>None</c>, <c>default</c>, a source that nobody cancels.</summary>
    Never = 16,

    /// <summary>An event of the lifetime that is not the begin of the stop: <c>ApplicationStarted</c>, <c>ApplicationStopped</c>.</summary>
    Wrong = 32,

    /// <summary>Whatever the caller of this code decided.</summary>
    Caller = 64,

    /// <summary>A time that runs out.</summary>
    Timed = 128,

    /// <summary>The connection ends; SignalR ends its connections itself when the application stops.</summary>
    Connection = 256,

    /// <summary>Not to be told from the source.</summary>
    Unknown = 512,
}

internal static class SignalExtensions
{
    private const Signal Heard = Signal.Stop | Signal.Deadline | Signal.Caller | Signal.Timed | Signal.Connection | Signal.Unknown;

    /// <summary>Code that observes this ends when the application stops, as far as can be told. The doubtful counts as heard: rules stay silent.</summary>
    public static bool HearsStop(this Signal signal) => (signal & Heard) != 0;

    /// <summary>It is known that this fires when the application stops, or that the caller answers for it.</summary>
    public static bool IsStop(this Signal signal) => (signal & (Signal.Stop | Signal.Caller)) != 0;

    public static bool Has(this Signal signal, Signal other) => (signal & other) != 0;
}
