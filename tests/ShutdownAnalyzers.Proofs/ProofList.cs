using static ShutdownAnalyzers.Proofs.Expectation;

namespace ShutdownAnalyzers.Proofs;

/// <summary>What is claimed, and measured.</summary>
internal static class ProofList
{
    /// <summary>Measured and asserted.</summary>
    public static readonly IReadOnlyList<Proof> All =
    [
    ];

    /// <summary>Hazards whose rule or fix is still to come.</summary>
    public static readonly IReadOnlyList<Proof> Waiting =
    [
        new("SHUT101_LoopIgnoresStopSignal", "a worker polls an outbox in `while (true)`")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT102_WaitIgnoresStopSignal", "a worker sleeps an hour between two runs, without the token")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT104_CatchSwallowsCancellation", "a worker catches everything, its cancelled timer too, and goes on")
        {
            Before = [NeverExits, BurnsProcessor],
            After = [GoneAtOnce, ExitsWith(0)],
        },
        new("SHUT201_StopAsyncSkipsBase", "a worker posts its last batch when it stops; its `StopAsync` skips the base")
        {
            Before = [Loses("saved")],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT202_StartAsyncSkipsBase", "a worker logs in `StartAsync` and skips the base")
        {
            Before = [Loses("synchronised")],
            After = [GoneAtOnce, Leaves("synchronised"), ExitsWith(0)],
        },
        new("SHUT206_StartTokenOutlivesStart", "an upload runs on the token of `StartAsync`")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT301_LifetimeCallbackIsNotAwaited", "a service deregisters itself in an async `ApplicationStopping` callback")
        {
            Before = [Loses("deregistered catalogue")],
            After = [GoneAtOnce, Leaves("deregistered catalogue"), ExitsWith(0)],
        },
        new("SHUT304_LinkedSourceLeaks", "an importer links a source for each of 100,000 rows")
        {
            Before = [Counts("kept", "MiB", it => it >= 5, "at least 5")],
            After = [Counts("kept", "MiB", it => it < 5, "less than 5"), GoneAtOnce, ExitsWith(0)],
        },
        new("SHUT307_HostRunIsNotAwaited", "the entry point drops the task of `RunAsync`")
        {
            HazardAwaitsSignal = false,
            Before = [GoneWithoutSignal, Loses("saved")],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT401_RequestLoopOutlivesShutdown", "a long poll watches only `RequestAborted`")
        {
            Client = Clients.Get("/orders/next"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [GoneAtOnce, ClientSees("503, complete"), ExitsWith(0)],
        },
        new("SHUT403_WebSocketOutlivesShutdown", "a chat waits in `ReceiveAsync` for its client's next message")
        {
            Client = Clients.WebSocket("/chat"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [GoneAtOnce, ClientSees("closed 1001"), ExitsWith(0)],
        },
        new("SHUT506_SignalRegistrationIsCollected", "a daemon drops its registration for SIGTERM; a collection later the signal comes")
        {
            Before = [Loses("saved"), ExitsWith(143)],
            After = [GoneAtOnce, Leaves("saved"), ExitsWith(0)],
        },
        new("SHUT509_ForegroundThreadKeepsProcess", "a sensor is polled on a foreground thread")
        {
            Before = [NeverExits, Leaves("the host has stopped")],
            After = [GoneAtOnce, Leaves("the host has stopped"), ExitsWith(0)],
        },
        new("SHUT603_LoggerIsNeverFlushed", "a daemon logs 2000 files that it closes, and returns")
        {
            Before = [Loses("closed 2000")],
            After = [GoneAtOnce, Leaves("closed 2000"), ExitsWith(0)],
        },
        new("SHUT701_SingletonInstanceIsNotDisposed", "a journal is registered as `AddSingleton(new Journal(...))`")
        {
            Before = [Loses("booked")],
            After = [GoneAtOnce, Leaves("booked"), ExitsWith(0)],
        },
    ];
}
