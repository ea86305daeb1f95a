namespace ShutdownAnalyzers;

/// <summary>Every rule of the package: the product on one page. What can be derived from a row is derived.</summary>
internal static class Rules
{
    /// <summary>Where the rule pages live; the pages also ship in the package, under <c>docs/rules</c>.</summary>
    internal const string Pages = "https://github.com/ShutdownAnalyzers/ShutdownAnalyzers/blob/main/docs/rules/";


    // SHUT1xx - loops and cancellation.

    public static readonly DiagnosticDescriptor LoopIgnoresStopSignal = Rule("SHUT101", Topic.Loops, DiagnosticSeverity.Warning,
        "Endless loop ignores the stop signal",
        "This loop never ends: nothing in it looks at {0}, so at shutdown {1} and the iteration in flight is cut off where it stands");

    public static readonly DiagnosticDescriptor WaitIgnoresStopSignal = Rule("SHUT102", Topic.Loops, DiagnosticSeverity.Warning,
        "Wait does not get the stop signal",
        "'{0}' waits without '{1}': at shutdown the service sleeps on until the wait or the shutdown time-out ends");

    public static readonly DiagnosticDescriptor WaitCannotBeCancelled = Rule("SHUT103", Topic.Loops, DiagnosticSeverity.Warning,
        "Wait cannot be cancelled and nobody ends it",
        "'{0}' takes no token that ends it and nothing stops or closes '{1}' at shutdown: the loop waits until the shutdown time-out ends");

    public static readonly DiagnosticDescriptor CatchSwallowsCancellation = Rule("SHUT104", Topic.Loops, DiagnosticSeverity.Warning,
        "Catch swallows the cancellation that ends the loop",
        "This catch takes the cancellation by '{0}' and the loop goes on: at shutdown it spins on a cancelled token at full speed until the process is killed");

    public static readonly DiagnosticDescriptor CancellationCatchWithoutFilter = Rule("SHUT105", Topic.Loops, DiagnosticSeverity.Warning,
        "Catch of a cancellation leaves the loop whatever was cancelled",
        "A time-out inside '{0}' is an OperationCanceledException too: it ends this loop although nobody asked '{1}' to stop, and {2}");

    public static readonly DiagnosticDescriptor FilterLetsTimeoutEscape = Rule("SHUT106", Topic.Loops, DiagnosticSeverity.Warning,
        "Filter by exception type lets a time-out end the worker",
        "A time-out inside '{0}' is an OperationCanceledException too: this filter lets it out of the loop and it takes the host down, although '{1}' was not cancelled");

    public static readonly DiagnosticDescriptor CleanupSkippedByCancellation = Rule("SHUT107", Topic.Loops, DiagnosticSeverity.Warning,
        "Clean-up after the loop is skipped when the loop is cancelled",
        "'{0}' never runs at shutdown: the loop above ends by the exception that '{1}' throws, which jumps over it");

    public static readonly DiagnosticDescriptor CleanupUsesCancelledToken = Rule("SHUT108", Topic.Loops, DiagnosticSeverity.Warning,
        "Clean-up gets a token that has already fired",
        "'{0}' is handed '{1}', which has fired by then: at shutdown it throws at once and nothing is saved");

    public static readonly DiagnosticDescriptor StopFlagMayNeverBeSeen = Rule("SHUT109", Topic.Loops, DiagnosticSeverity.Warning,
        "Stop flag may never be seen by the loop",
        "The loop may never see that '{0}' was changed: the field is not volatile, so at shutdown the loop runs on");

    public static readonly DiagnosticDescriptor SourceNeverCancelled = Rule("SHUT110", Topic.Loops, DiagnosticSeverity.Warning,
        "Cancellation source is never cancelled",
        "Nobody ever cancels '{0}', so what waits on its token never ends: at shutdown it runs until the process is killed");

    public static readonly DiagnosticDescriptor SignalOnlyGuardsTaskStart = Rule("SHUT111", Topic.Loops, DiagnosticSeverity.Info,
        "Token given to Task.Run only guards the start",
        "'{0}' only keeps this task from starting: the loop in its body never sees the token, so at shutdown it runs on");

    public static readonly DiagnosticDescriptor BufferDrainsAfterSignal = Rule("SHUT112", Topic.Loops, DiagnosticSeverity.Info,
        "ReadAllAsync drains its buffer after the signal",
        "After '{0}' fires this loop still takes every buffered item: decide whether to drain or to stop, what is left when the shutdown time-out ends is lost",
        isEnabledByDefault: false);

    // SHUT2xx - hosted services.

    public static readonly DiagnosticDescriptor StopAsyncSkipsBase = Rule("SHUT201", Topic.HostedServices, DiagnosticSeverity.Warning,
        "StopAsync does not await its base",
        "'{0}.StopAsync' {1}, so the last work and the clean-up of ExecuteAsync are lost at shutdown");

    public static readonly DiagnosticDescriptor StartAsyncSkipsBase = Rule("SHUT202", Topic.HostedServices, DiagnosticSeverity.Warning,
        "StartAsync does not call its base",
        "'{0}.StartAsync' never calls base.StartAsync: ExecuteAsync never runs, so there is no work that a shutdown could bring to an end");

    public static readonly DiagnosticDescriptor ReleasedBeforeWorkerStopped = Rule("SHUT203", Topic.HostedServices, DiagnosticSeverity.Info,
        "Resource is released before its worker has stopped",
        "'{0}' is released before base.StopAsync has stopped the worker: at shutdown ExecuteAsync still uses it and fails");

    public static readonly DiagnosticDescriptor ExecuteReturnsWhileWorkGoesOn = Rule("SHUT204", Topic.HostedServices, DiagnosticSeverity.Warning,
        "ExecuteAsync returns while its work goes on",
        "'ExecuteAsync' leaves {0} behind and returns: at shutdown the host has nothing to wait for, and the work in hand is cut off where it stands");

    public static readonly DiagnosticDescriptor StartedWorkIsNeverStopped = Rule("SHUT205", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Started work is never stopped",
        "'{0}' starts {1} and no stop path ends it: at shutdown it runs on while its dependencies are disposed, and is cut off where it stands");

    public static readonly DiagnosticDescriptor StartTokenOutlivesStart = Rule("SHUT206", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Token of StartAsync is used after the start",
        "'{0}' only covers the start and never fires afterwards: what uses it here is not stopped at shutdown");

    public static readonly DiagnosticDescriptor StartBlocksTheHost = Rule("SHUT207", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Start path blocks the host",
        "'{0}' {1}: the services behind it do not start, and a host that is told to stop waits for it without a limit");

    public static readonly DiagnosticDescriptor StopAwaitsWhatNobodyEnds = Rule("SHUT208", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Stop path waits for work that nobody ends",
        "'{0}' waits for '{1}' and nothing before it ends that work: at shutdown the process never exits, whatever the shutdown time-out says");

    public static readonly DiagnosticDescriptor StopDoesNotWait = Rule("SHUT209", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Stop path ends its work and does not wait for it",
        "'{0}' ends {1} and nothing waits for it: at shutdown its last work and its clean-up are cut off, or meet what is disposed already");

    public static readonly DiagnosticDescriptor StopIgnoresItsDeadline = Rule("SHUT210", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Stop path ignores its deadline",
        "'{0}' waits for '{1}' and does not hear '{2}': the shutdown time-out does not end this wait, only SIGKILL does");

    public static readonly DiagnosticDescriptor StopMayThrow = Rule("SHUT211", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Stop path may throw",
        "{0}: {1}");

    public static readonly DiagnosticDescriptor StopAssumesStarted = Rule("SHUT212", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Stop path assumes that the start path has run",
        "'{0}' is only assigned in '{1}', but the host stops services that were never started: then '{2}' throws and the process crashes");

    public static readonly DiagnosticDescriptor StopRunsOnlyOnce = Rule("SHUT213", Topic.HostedServices, DiagnosticSeverity.Info,
        "StopAsync works only once",
        "'{0}' is used and disposed here: StopAsync may be called twice, and the second call throws an ObjectDisposedException");

    public static readonly DiagnosticDescriptor SecondRegistrationIsDropped = Rule("SHUT214", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Second registration of a hosted service is dropped",
        "AddHostedService drops this second '{0}' without a word: it never starts, so it never stops or drains either");

    public static readonly DiagnosticDescriptor HostedTwin = Rule("SHUT215", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Hosted service has a twin that the host does not stop",
        "'{0}' is registered twice and gets two instances: the host starts and stops one, callers talk to the other and its work is lost at shutdown");

    public static readonly DiagnosticDescriptor WorkerFailureIsHidden = Rule("SHUT216", Topic.HostedServices, DiagnosticSeverity.Warning,
        "Failure of a worker is hidden",
        "{0}: the worker is dead and nobody restarts the service",
        isEnabledByDefault: false);

    // SHUT3xx - application lifetime.

    public static readonly DiagnosticDescriptor LifetimeCallbackIsNotAwaited = Rule("SHUT301", Topic.Lifetime, DiagnosticSeverity.Warning,
        "Lifetime callback is asynchronous and nobody awaits it",
        "'{0}' calls this and does not wait: {1}");

    public static readonly DiagnosticDescriptor LinkedSourceLeaks = Rule("SHUT304", Topic.Lifetime, DiagnosticSeverity.Warning,
        "Linked cancellation source is never disposed",
        "This source stays linked to {0} until the process ends because nobody disposes it: every call leaks one");

    public static readonly DiagnosticDescriptor HostRunIsNotAwaited = Rule("SHUT307", Topic.Lifetime, DiagnosticSeverity.Warning,
        "Run of the host is not awaited",
        "Nobody awaits '{0}': the process exits as soon as the entry point ends, nothing is stopped and nothing is disposed");

    // SHUT4xx - requests and connections.

    public static readonly DiagnosticDescriptor RequestLoopOutlivesShutdown = Rule("SHUT401", Topic.Requests, DiagnosticSeverity.Warning,
        "Request loop outlives the shutdown",
        "This {0} watches {1} when the application stops: it holds shutdown for the whole {2}, then the client's connection is reset");

    public static readonly DiagnosticDescriptor WebSocketOutlivesShutdown = Rule("SHUT403", Topic.Requests, DiagnosticSeverity.Warning,
        "WebSocket outlives the shutdown",
        "Nothing closes '{0}' when the application stops: it holds shutdown for the whole {1}, then the client is reset without a close frame");

    public static readonly DiagnosticDescriptor ConnectionsNotToldOfShutdown = Rule("SHUT405", Topic.Requests, DiagnosticSeverity.Warning,
        "Live connections are not told of the shutdown",
        "'{0}' holds live connections and nothing tells or closes them when the application stops: they hold shutdown until its time-out ends, then the clients are reset");

    // SHUT5xx - process and signals.

    public static readonly DiagnosticDescriptor SignalRegistrationIsCollected = Rule("SHUT506", Topic.Process, DiagnosticSeverity.Warning,
        "Signal registration does not live as long as the process",
        "{0}, and then {1} kills the process without any clean-up");

    public static readonly DiagnosticDescriptor ForegroundThreadKeepsProcess = Rule("SHUT509", Topic.Process, DiagnosticSeverity.Warning,
        "Foreground thread keeps the process alive",
        "This is a foreground thread and nobody joins it: the host stops, but the process does not exit while {0} runs");

    // SHUT6xx - work in flight, buffers, telemetry.

    public static readonly DiagnosticDescriptor LoggerIsNeverFlushed = Rule("SHUT603", Topic.Work, DiagnosticSeverity.Warning,
        "Logger is never flushed",
        "Nothing calls '{0}' before the process ends: the last log lines, those about the shutdown, are lost");

    // SHUT7xx - ownership and disposal.

    public static readonly DiagnosticDescriptor SingletonInstanceIsNotDisposed = Rule("SHUT701", Topic.Ownership, DiagnosticSeverity.Warning,
        "Singleton instance is not disposed by the container",
        "The container does not dispose an instance that it was handed: '{0}' is never closed or flushed at shutdown");

    public static readonly DiagnosticDescriptor ConnectionIsNeverClosed = Rule("SHUT704", Topic.Ownership, DiagnosticSeverity.Warning,
        "Connection is never closed",
        "Nothing ever closes '{0}' ({1}): at shutdown it is cut off, and the other side sees a crash instead of a goodbye");

    // The first parameter is called 'id', the rows are fields and the severities are written out: that is how the
    // analyzer for analyzers (RS2000 release tracking, RS1032 message form) recognises a helper such as this one.
    private static DiagnosticDescriptor Rule(
        string id, string category, DiagnosticSeverity defaultSeverity, string title, string messageFormat, bool isEnabledByDefault = true)
        => new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault, helpLinkUri: Pages + id + ".md");

    private static class Topic
    {
        public const string Loops = "Loops";
        public const string HostedServices = "HostedServices";
        public const string Lifetime = "Lifetime";
        public const string Requests = "Requests";
        public const string Process = "Process";
        public const string Work = "Work";
        public const string Ownership = "Ownership";
    }
}
