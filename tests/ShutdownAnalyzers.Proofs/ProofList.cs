using static ShutdownAnalyzers.Proofs.Expectation;

namespace ShutdownAnalyzers.Proofs;

/// <summary>What is claimed, and measured.</summary>
internal static class ProofList
{
    /// <summary>Rules whose claim no process can show, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Unprovable = new Dictionary<string, string>();

    /// <summary>Rules whose fix is still to come: their hazards are measured on request, not asserted.</summary>
    public static readonly IReadOnlySet<string> Waiting = new HashSet<string>();

    /// <summary>All hazards that there are.</summary>
    public static readonly IReadOnlyList<Proof> Written =
    [
        new("SHUT101_LoopIgnoresStopSignal", "a worker polls an outbox in `while (true)`")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT101_LoopIgnoresStopSignal.Blocking", "a printer sleeps between two looks into its queue, on a thread of the pool")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT102_WaitIgnoresStopSignal", "a worker sleeps an hour between two runs, without the token")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT102_WaitIgnoresStopSignal.Channel", "a worker reads a channel to its end, which never comes")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT103_WaitCannotBeCancelled", "a metrics server waits in `GetContextAsync`, which takes no token")
        {
            Before = [HeldForBudget],
            After = [.. EndsWell],
        },
        new("SHUT104_CatchSwallowsCancellation", "a worker catches everything, its cancelled timer too, and goes on")
        {
            Before = [NeverExits, BurnsProcessor],
            After = [.. EndsWell],
        },
        new("SHUT104_CatchSwallowsCancellation.Delay", "a worker catches everything, its cancelled delay too, and goes on")
        {
            Before = [HeldForBudget, Counts("swallowed", "exceptions", it => it >= 1000, "at least 1000")],
            After = [.. EndsWell, Counts("swallowed", "exceptions", it => it < 2, "at most one of the")],
        },
        new("SHUT105_CancellationCatchWithoutFilter", "a feed leaves its loop on every cancellation, also that of a timed-out request")
        {
            Before = [Leaves("poll 1"), Loses("poll 2")],
            After = [.. EndsWell, Leaves("poll 1"), Leaves("poll 2")],
        },
        new("SHUT106_FilterLetsTimeoutEscape", "a feed lets every cancellation out of its loop, also that of a timed-out request")
        {
            HazardAwaitsSignal = false,
            Before = [GoneWithoutSignal],
            After = [.. EndsWell],
        },
        new("SHUT107_CleanupSkippedByCancellation", "a worker saves after its loop, which ends by an exception")
        {
            Before = [Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT108_CleanupUsesCancelledToken", "a recorder ends its track with the token that has fired")
        {
            Before = [Loses("end of track")],
            After = [.. EndsWell, Leaves("end of track")],
        },
        new("SHUT109_StopFlagMayNeverBeSeen", "a busy loop reads a flag that is not volatile")
        {
            Before = [NeverExits, BurnsProcessor],
            After = [.. EndsWell, Leaves("saved True")],
        },
        new("SHUT110_SourceNeverCancelled", "a worker loops on a source of its own that nobody cancels")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT111_SignalOnlyGuardsTaskStart", "`Task.Run` gets the token, the 10,000 pages it works through do not")
        {
            Before = [HeldForBudget],
            After = [.. EndsWell],
        },
        new("SHUT112_BufferDrainsAfterSignal", "200 pictures are queued when `ReadAllAsync` is cancelled")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT201_StopAsyncSkipsBase", "a worker posts its last batch when it stops; its `StopAsync` skips the base")
        {
            Before = [Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT202_StartAsyncSkipsBase", "a worker logs in `StartAsync` and skips the base")
        {
            Before = [Loses("synchronised")],
            After = [.. EndsWell, Leaves("synchronised")],
        },
        new("SHUT203_ReleasedBeforeWorkerStopped", "`StopAsync` disposes the file before the worker has stopped")
        {
            Before = [Loses("closed")],
            After = [.. EndsWell, Leaves("closed")],
        },
        new("SHUT204_ExecuteReturnsWhileWorkGoesOn", "`ExecuteAsync` detaches its work and returns")
        {
            Before = [Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT205_StartedWorkIsNeverStopped", "`StartAsync` starts a timer, `StopAsync` does nothing")
        {
            Before = [Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT206_StartTokenOutlivesStart", "an upload runs on the token of `StartAsync`")
        {
            Before = [HeldForBudget, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT207_StartBlocksTheHost", "`StartAsync` polls for ever")
        {
            Before = [NeverExits],
            After = [.. EndsWell],
        },
        new("SHUT208_StopAwaitsWhatNobodyEnds", "`StopAsync` awaits a loop that nobody cancels")
        {
            Before = [NeverExits],
            After = [.. EndsWell],
        },
        new("SHUT209_StopDoesNotWait", "`StopAsync` cancels the upload and does not wait for its end")
        {
            Before = [Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT210_StopIgnoresItsDeadline", "`StopAsync` waits for a drain that takes 7 s")
        {
            Before = [HeldBeyondBudget],
            After = [BoundByBudget, ExitsWith(0), LogsNoError],
        },
        new("SHUT211_StopMayThrow", "`StopAsync` lets the cancellation by its deadline out")
        {
            Before = [ExitsWith(134)],
            After = [BoundByBudget, ExitsWith(0), LogsNoError],
        },
        new("SHUT212_StopAssumesStarted", "stopped while it starts: `StopAsync` uses a timer that was never made")
        {
            Before = [ExitsWith(134), Loses("start was cancelled")],
            After = [GoneAtOnce, ExitsWith(0), Leaves("start was cancelled")],
        },
        new("SHUT213_StopRunsOnlyOnce", "the entry point stops the host a second time")
        {
            Before = [ExitsWith(134)],
            After = [.. EndsWell],
        },
        new("SHUT214_SecondRegistrationIsDropped", "two listeners of one type are registered by factories")
        {
            Before = [Loses("drained returns")],
            After = [.. EndsWell, Leaves("drained returns")],
        },
        new("SHUT215_HostedTwin", "a queue is registered as a singleton and as a hosted service")
        {
            Before = [Loses("sent welcome")],
            After = [.. EndsWell, Leaves("sent welcome")],
        },
        new("SHUT216_WorkerFailureIsHidden", "the only worker crashes, its failure is ignored")
        {
            RepairedAwaitsSignal = false,
            Before = [GoneAtOnce],
            After = [GoneWithoutSignal],
        },
        new("SHUT301_LifetimeCallbackIsNotAwaited", "a service deregisters itself in an async `ApplicationStopping` callback")
        {
            Before = [Loses("deregistered catalogue")],
            After = [.. EndsWell, Leaves("deregistered catalogue")],
        },
        new("SHUT301_LifetimeCallbackIsNotAwaited.DroppedTask", "a worker gives its lease back in a callback that drops the task")
        {
            Before = [Loses("released")],
            After = [.. EndsWell, Leaves("released")],
        },
        new("SHUT304_LinkedSourceLeaks", "an importer links a source for each of 100,000 rows")
        {
            Before = [Counts("kept", "MiB", it => it >= 5, "at least 5")],
            After = [.. EndsWell, Counts("kept", "MiB", it => it < 5, "less than 5")],
        },
        new("SHUT307_HostRunIsNotAwaited", "the entry point drops the task of `RunAsync`")
        {
            HazardAwaitsSignal = false,
            Before = [GoneWithoutSignal, Loses("saved")],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT401_RequestLoopOutlivesShutdown", "a long poll watches only `RequestAborted`")
        {
            Client = Clients.Get("/orders/next"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [.. EndsWell, ClientSees("503, complete")],
        },
        new("SHUT401_RequestLoopOutlivesShutdown.Controller", "an action waits for an export, on its request's token")
        {
            Client = Clients.Get("/exports/1"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [.. EndsWell, ClientSees("503, complete")],
        },
        new("SHUT403_WebSocketOutlivesShutdown", "a chat waits in `ReceiveAsync` for its client's next message")
        {
            Client = Clients.WebSocket("/chat"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [.. EndsWell, ClientSees("closed 1001")],
        },
        new("SHUT403_WebSocketOutlivesShutdown.Echo", "the echo server that everybody starts from")
        {
            Client = Clients.WebSocket("/ws"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [.. EndsWell, ClientSees("closed 1001")],
        },
        new("SHUT405_ConnectionsNotToldOfShutdown", "a chat room knows its members and tells them nothing")
        {
            Client = Clients.WebSocket("/room"),
            Before = [HeldForBudget, ClientSees("reset")],
            After = [.. EndsWell, ClientSees("closed 1001")],
        },
        new("SHUT506_SignalRegistrationIsCollected", "a daemon drops its registration for SIGTERM; a collection later the signal comes")
        {
            Before = [Loses("saved"), ExitsWith(143)],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT506_SignalRegistrationIsCollected.Local", "a daemon keeps its registration in a local that nobody uses again")
        {
            Before = [Loses("saved"), ExitsWith(143)],
            After = [.. EndsWell, Leaves("saved")],
        },
        new("SHUT509_ForegroundThreadKeepsProcess", "a sensor is polled on a foreground thread")
        {
            Before = [NeverExits, Leaves("the host has stopped")],
            After = [.. EndsWell, Leaves("the host has stopped")],
        },
        new("SHUT603_LoggerIsNeverFlushed", "a daemon logs 2000 files that it closes, and returns")
        {
            Before = [Loses("closed 2000")],
            After = [.. EndsWell, Leaves("closed 2000")],
        },
        new("SHUT701_SingletonInstanceIsNotDisposed", "a journal is registered as `AddSingleton(new Journal(...))`")
        {
            Before = [Loses("booked")],
            After = [.. EndsWell, Leaves("booked")],
        },
        new("SHUT701_SingletonInstanceIsNotDisposed.Provider", "a logging provider is added as `AddProvider(new FileLoggerProvider(...))`")
        {
            Before = [Loses("opened")],
            After = [.. EndsWell, Leaves("opened")],
        },
        new("SHUT704_ConnectionIsNeverClosed", "a worker holds a SignalR connection that nobody closes")
        {
            Server = HubServer.StartAsync,
            Before = [ServerSees("thinks it is still there")],
            After = [.. EndsWell, ServerSees("left")],
        },
    ];

    /// <summary>Measured and asserted.</summary>
    public static readonly IReadOnlyList<Proof> All = [.. Written.Where(it => !Waiting.Contains(it.Rule))];
}
