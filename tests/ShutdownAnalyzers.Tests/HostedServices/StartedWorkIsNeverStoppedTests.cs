using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StartedWorkIsNeverStoppedAnalyzer,
    ShutdownAnalyzers.HostedServices.StartedWorkIsNeverStoppedCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StartedWorkIsNeverStoppedTests
{
    private static string Service(string start, string stop) => $$"""
        public interface IBus { event EventHandler Arrived; void Handle(); }

        public sealed class Service(IBus bus) : IHostedService
        {
            private readonly CancellationTokenSource _end = new();
            private Task? _task;
            private Timer? _timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            {{stop}}

            private async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(100, token);
            }

            private void OnArrived(object? sender, EventArgs e) => bus.Handle();
        }
        """;

    private const string Empty = "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;";

    [Fact]
    public Task A_task_is_ended_by_the_source_it_watches() => Check.Fixes(
        Service("_task = [|LoopAsync(_end.Token)|]; // go", Empty),
        Service("_task = LoopAsync(_end.Token); // go",
            "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        await _end.CancelAsync();\n        if (_task is not null)\n        {\n            await Task.WhenAny(_task, Task.Delay(Timeout.Infinite, cancellationToken));\n        }\n    }"));

    [Fact]
    public Task A_timer_is_disposed_of() => Check.Fixes(
        Service("_timer = [|new Timer(_ => bus.Handle(), null, 0, 1000)|];", Empty),
        Service("_timer = new Timer(_ => bus.Handle(), null, 0, 1000);",
            "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        if (_timer is not null)\n        {\n            await _timer.DisposeAsync();\n        }\n    }"));

    [Theory]
    [InlineData("_task = Task.Run(async () => { while (true) await Task.Yield(); });")]
    [InlineData("new Thread(() => { while (true) bus.Handle(); }).Start();")]
    [InlineData("_ = Task.Run(async () => { while (!CancellationToken.None.IsCancellationRequested) await Task.Yield(); });")]
    public Task Loop_that_would_hear_no_stop_path_is_told_of_by_SHUT101(string start) => Check.Silent(Service(start, Empty));

    [Fact]
    public Task Loop_that_somebody_can_leave_has_no_fix_here()
        => Check.Reports(Service("_task = [|Task.Run(async () => { while (true) { if (_timer is null) break; await Task.Yield(); } })|];", Empty));

    [Theory]
    [InlineData("_task = LoopAsync(_end.Token);", "public Task StopAsync(CancellationToken cancellationToken) => _end.CancelAsync();")]
    [InlineData("_timer = new Timer(_ => bus.Handle(), null, 0, 1000);", "public Task StopAsync(CancellationToken cancellationToken) { _timer?.Change(-1, -1); return Task.CompletedTask; }")]
    [InlineData("bus.Arrived += OnArrived;", "public Task StopAsync(CancellationToken cancellationToken) { bus.Arrived -= OnArrived; return Task.CompletedTask; }")]
    [InlineData("_task = Task.Run(() => bus.Handle());", "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData("_timer = new Timer(_ => bus.Handle(), null, 1000, Timeout.Infinite);", "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    public Task Work_that_a_stop_path_ends_or_that_ends_by_itself_is_fine(string start, string stop) => Check.Silent(Service(start, stop));

    [Theory]
    [InlineData("", true)]
    [InlineData("_pings.Stop();", false)]
    [InlineData("Disarm(_pings);", false)]
    public Task Timer_that_a_helper_starts_is_the_service_s_own(string stop, bool isReported)
    {
        var start = isReported ? "[|timer.Start()|]" : "timer.Start()";
        return Check.Reports($$"""
            public sealed class Pinger : IHostedService
            {
                private readonly System.Timers.Timer _pings = new(1000);

                public Task StartAsync(CancellationToken cancellationToken)
                {
                    Arm(_pings);
                    return Task.CompletedTask;
                }

                public Task StopAsync(CancellationToken cancellationToken)
                {
                    {{stop}}
                    return Task.CompletedTask;
                }

                private static void Arm(System.Timers.Timer timer) => {{start}};
                private static void Disarm(System.Timers.Timer timer) => timer.Stop();
            }
            """);
    }

    private static string Listener(string start, string stop) => $$"""
        public interface INotes { void Write(string text); }

        public static class Feed
        {
            public static event EventHandler? Arrived;
            public static void Raise() => Arrived?.Invoke(null, EventArgs.Empty);
        }

        public sealed class Other(INotes notes)
        {
            public void Start() => Feed.Arrived += On;
            public void Stop() => Feed.Arrived -= On;
            private void On(object? sender, EventArgs e) => notes.Write("other");
        }

        public sealed class Listener(INotes notes) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
                return Task.CompletedTask;
            }

            private void On(object? sender, EventArgs e) => notes.Write("arrived");
        }
        """;

    [Theory]
    [InlineData("[|Feed.Arrived += On|];")]
    [InlineData("[|Feed.Arrived += (_, _) => notes.Write(\"arrived\")|];")]
    public Task Static_events_of_the_project_are_left_too(string start) => Check.Finds(Listener(start, ""));

    [Fact]
    public Task Static_event_that_the_service_leaves_is_left_alone() => Check.Silent(Listener("Feed.Arrived += On;", "Feed.Arrived -= On;"));

    [Fact]
    public Task Consumer_of_a_queue_that_the_ended_producer_completes_is_left_alone() => Check.Silent(
        """
        using System.Threading.Channels;

        public interface IWells { Task<int> NextAsync(CancellationToken ct); void Step(int level); }

        public sealed class Model(IWells wells) : IHostedService
        {
            private readonly Channel<int> _levels = Channel.CreateBounded<int>(1000);
            private readonly CancellationTokenSource _closing = new();
            private readonly List<Task> _work = [];

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _work.Add(ReceiveAsync());
                _work.Add(Task.Run(SimulateAsync, CancellationToken.None));
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _closing.CancelAsync();
                await Task.WhenAny(Task.WhenAll(_work), Task.Delay(Timeout.Infinite, cancellationToken));
            }

            private async Task ReceiveAsync()
            {
                try
                {
                    while (true)
                    {
                        await _levels.Writer.WriteAsync(await wells.NextAsync(_closing.Token), _closing.Token);
                    }
                }
                finally
                {
                    _levels.Writer.Complete();
                }
            }

            private async Task SimulateAsync()
            {
                await foreach (var level in _levels.Reader.ReadAllAsync())
                {
                    wells.Step(level);
                }
            }
        }
        """);

    private static string Group(string stop, string helper) =>
        $$"""
        public interface IClient { Task SubscribeAsync(string topic, Func<byte[], Task> handler); Task UnsubscribeAsync(string topic); event EventHandler<string> Lost; }
        public interface IStore { Task SaveAsync(byte[] payload); }

        {{helper}}

        public sealed class Group(IClient client, IStore store) : IHostedService
        {
            public async Task StartAsync(CancellationToken token)
            {
                foreach (var topic in new[] { "a", "b" }) await [|client.SubscribeAsync(topic, store.SaveAsync)|];
            }

            public Task StopAsync(CancellationToken token) => {{stop}};
        }
        """;

    [Fact]
    public Task Subscription_by_an_interface_of_the_project_has_to_be_ended() => Check.Finds(Group("Task.CompletedTask", ""));

    [Theory]
    [InlineData("client.UnsubscribeAsync(\"a\")", "")]
    [InlineData("client.LeaveAsync()", "public static class Clients { public static async Task LeaveAsync(this IClient client) { await client.UnsubscribeAsync(\"a\"); await client.UnsubscribeAsync(\"b\"); } }")]
    [InlineData("Clients.LeaveAsync(client)", "public static class Clients { public static Task LeaveAsync(IClient it) => Task.WhenAll(new[] { \"a\", \"b\" }.Select(it.UnsubscribeAsync)); }")]
    [InlineData("client.LeaveAsync()", "public static class Clients { extension(IClient client) { public async Task LeaveAsync() { await client.UnsubscribeAsync(\"a\"); } } }")]
    public Task Subscription_that_a_helper_ends_is_fine(string stop, string helper)
        => Check.Silent(Group(stop, helper).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
}
