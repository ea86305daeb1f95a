using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.ExecuteReturnsWhileWorkGoesOnAnalyzer,
    ShutdownAnalyzers.HostedServices.ExecuteReturnsWhileWorkGoesOnCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class ExecuteReturnsWhileWorkGoesOnTests
{
    private const string Bus =
        """


        public interface IBus
        {
            bool IsEnabled { get; }
            event EventHandler Arrived;
            void Handle();
            Task OpenAsync(CancellationToken token);
            Task<string> DeclareAsync(string queue);
            Task RunAsync(CancellationToken token);
            Task HandleAsync();
        }

        public static class Detached
        {
            public static void Forget(this Task task) => task.ContinueWith(static it => Console.WriteLine(it.Exception), TaskContinuationOptions.OnlyOnFaulted);
        }
        """;

    private static string Service(string execute, string members = "", string modifiers = "protected override async") =>
        $$"""
        public class Intake(IBus bus) : BackgroundService
        {
            private Timer? _timer;
            private Task? _task;

            {{modifiers}} Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{execute}}
            }

            private void OnArrived(object? sender, EventArgs e) => bus.Handle();

            private async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) { await bus.HandleAsync(); await Task.Delay(1000, token); }
            }
            {{members}}
        }
        """ + Bus;

    private static string Sync(string execute) => Service(execute + "\n        return Task.CompletedTask;", modifiers: "protected override");

    [Theory]
    [InlineData("_ = [|LoopAsync(stoppingToken)|];", "await LoopAsync(stoppingToken);")]
    [InlineData("[|LoopAsync(stoppingToken)|];", "await LoopAsync(stoppingToken);")]
    [InlineData("_ = [|Task.Run(() => LoopAsync(stoppingToken), CancellationToken.None)|]; // go", "await Task.Run(() => LoopAsync(stoppingToken), CancellationToken.None); // go")]
    [InlineData("/* a */ _ = /* b */ [|Task.Run(async () => { while (!stoppingToken.IsCancellationRequested) await bus.HandleAsync(); })|] /* c */; // d", "/* a */ await /* b */ Task.Run(async () => { while (!stoppingToken.IsCancellationRequested) await bus.HandleAsync(); }) /* c */; // d")]
    public Task Task_that_is_thrown_away_is_awaited(string execute, string awaited) => Check.Fixes(Sync(execute), Service(awaited));

    [Fact]
    public Task Timer_is_disposed_of_when_the_signal_has_come() => Check.Fixes(
        Sync("// every second\n        _timer = [|new Timer(_ => bus.Handle(), null, 0, 1000)|]; // tick"),
        Service(
            """
            // every second
                    _timer = new Timer(_ => bus.Handle(), null, 0, 1000); // tick
                    try
                    {
                        await Task.Delay(Timeout.Infinite, stoppingToken);
                    }
                    finally
                    {
                        await _timer.DisposeAsync();
                    }
            """));

    [Theory]
    [InlineData("[|bus.Arrived += OnArrived|];", "bus.Arrived -= OnArrived;")]
    [InlineData("[|bus.Arrived += OnArrived|]; await bus.OpenAsync(stoppingToken);", "bus.Arrived -= OnArrived;")]
    [InlineData("if (!bus.IsEnabled) return; [|bus.Arrived += OnArrived|]; Console.WriteLine(await bus.DeclareAsync(\"q\"));", "bus.Arrived -= OnArrived;")]
    public Task Handler_is_taken_off_when_the_signal_has_come(string execute, string undone) => Check.Fixes(
        Service(execute),
        Service(execute.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
            + $"\n        try\n        {{\n            await Task.Delay(Timeout.Infinite, stoppingToken);\n        }}\n        finally\n        {{\n            {undone}\n        }}"));

    [Theory]
    [InlineData("[|bus.Arrived += (_, _) => bus.Handle()|];")]
    [InlineData("await Task.Yield(); foreach (var i in new[] { 1, 2 }) [|LoopAsync(stoppingToken)|].Forget();")]
    [InlineData("_task = [|LoopAsync(stoppingToken)|]; await Task.CompletedTask;")]
    [InlineData("_ = [|Task.Run(() => LoopAsync(stoppingToken))|].ContinueWith(_ => { }, TaskScheduler.Default); await Task.Yield();")]
    [InlineData("[|Poll()|]; async void Poll() { while (!stoppingToken.IsCancellationRequested) await bus.HandleAsync(); }")]
    [InlineData("[|ThreadPool.QueueUserWorkItem(_ => { while (!stoppingToken.IsCancellationRequested) bus.Handle(); })|]; await Task.Yield();")]
    [InlineData("var thread = [|new Thread(() => { while (!stoppingToken.IsCancellationRequested) bus.Handle(); })|] { IsBackground = true }; thread.Start(); await Task.Yield();")]
    [InlineData("Arm(); void Arm() => _timer = [|new Timer(_ => bus.Handle(), null, 0, 1000)|]; await Task.Yield(); bus.Arrived += (_, _) => bus.Handle();")]
    public Task Work_that_cannot_be_undone_here_is_left_to_the_author(string execute) => Check.Finds(Service(execute));

    [Fact]
    public Task Subscription_by_a_call_goes_on() => Check.Finds(
        """
        using StackExchange.Redis;

        public sealed class Orders(IConnectionMultiplexer redis, IOrders orders) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await [|redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("orders"), (_, order) => orders.Place(order))|];
            }
        }

        public interface IOrders { void Place(string? order); }
        """);

    [Fact]
    public Task Watcher_of_its_own_goes_on() => Check.Finds(
        """
        public abstract class Folder : BackgroundService
        {
            protected abstract void OnFile(string path);

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var watcher = new FileSystemWatcher("in") { NotifyFilter = NotifyFilters.FileName };
                [|watcher.Created += (_, e) => OnFile(e.FullPath)|];
                watcher.EnableRaisingEvents = true;
                return Task.CompletedTask;
            }
        }

        public sealed class Orders(IOrders orders) : Folder
        {
            protected override void OnFile(string path) => orders.Read(path);
        }

        public interface IOrders { void Read(string path); }
        """);

    [Fact]
    public Task Consumer_of_its_own_goes_on() => Check.Finds(
        """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public sealed class Orders(IChannel channel, IOrders orders, ILogger<Orders> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await channel.QueueDeclareAsync("orders", cancellationToken: stoppingToken);
                var consumer = new AsyncEventingBasicConsumer(channel);
                [|consumer.ReceivedAsync += OnOrderAsync|];
                var tag = await channel.BasicConsumeAsync("orders", autoAck: false, consumer, stoppingToken);
                logger.LogInformation("{Tag}", tag);
            }

            private async Task OnOrderAsync(object sender, BasicDeliverEventArgs delivery)
            {
                await orders.PlaceAsync(delivery.Body.ToArray());
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            }
        }

        public interface IOrders { Task PlaceAsync(byte[] order); }
        """);

    [Theory]
    [InlineData("bus.Arrived += OnArrived; await Task.Delay(Timeout.Infinite, stoppingToken);")]
    [InlineData("bus.Arrived += OnArrived; await Task.Delay(-1, stoppingToken).ConfigureAwait(false);")]
    [InlineData("bus.Arrived += OnArrived; await bus.RunAsync(stoppingToken);")]
    [InlineData("bus.Arrived += OnArrived; await LoopAsync(stoppingToken);")]
    [InlineData("bus.Arrived += OnArrived; var end = new TaskCompletionSource(); stoppingToken.Register(end.SetResult); await end.Task;")]
    [InlineData("bus.Arrived += OnArrived; try { await Task.Delay(Timeout.Infinite, stoppingToken); } finally { bus.Arrived -= OnArrived; }")]
    [InlineData("bus.Arrived += OnArrived; stoppingToken.WaitHandle.WaitOne(); await Task.Yield();")]
    [InlineData("if (!bus.IsEnabled) return; bus.Arrived += OnArrived; await Task.Delay(Timeout.Infinite, stoppingToken);")]
    [InlineData("bus.Arrived += OnArrived; using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(stoppingToken)) bus.Handle();")]
    [InlineData("_task = LoopAsync(stoppingToken); await _task;")]
    [InlineData("var all = new[] { LoopAsync(stoppingToken), LoopAsync(stoppingToken) }; await Task.WhenAll(all);")]
    [InlineData("var loop = LoopAsync(stoppingToken); await bus.HandleAsync(); await loop;")]
    public Task Method_that_stays_is_fine(string execute) => Check.Silent(Service(execute));

    [Theory]
    [InlineData("return LoopAsync(stoppingToken);")]
    [InlineData("return Task.Run(() => LoopAsync(stoppingToken), CancellationToken.None);")]
    [InlineData("_task = LoopAsync(stoppingToken); return _task;")]
    [InlineData("return Task.WhenAll(LoopAsync(stoppingToken), LoopAsync(stoppingToken));")]
    [InlineData("bus.Arrived += OnArrived; return Task.Delay(Timeout.Infinite, stoppingToken);")]
    [InlineData("bus.Arrived += OnArrived; return bus.RunAsync(stoppingToken);")]
    [InlineData("if (!bus.IsEnabled) return Task.CompletedTask; return LoopAsync(stoppingToken);")]
    public Task Task_that_is_the_work_is_fine(string execute) => Check.Silent(Service(execute, modifiers: "protected override"));

    [Theory]
    [InlineData("await bus.HandleAsync();")]
    [InlineData("_ = Task.Run(() => bus.Handle()); await Task.Yield();")]
    [InlineData("_ = bus.HandleAsync(); await Task.Yield();")]
    [InlineData("_timer = new Timer(_ => bus.Handle(), null, 1000, Timeout.Infinite); await Task.Yield();")]
    [InlineData("bus.Arrived += (_, _) => Console.WriteLine(\"arrived\"); await Task.Yield();")]
    [InlineData("using var timer = new Timer(_ => bus.Handle(), null, 0, 1000); await bus.HandleAsync();")]
    [InlineData("stoppingToken.Register(() => bus.Arrived -= OnArrived); bus.Arrived += OnArrived; await Task.Yield();")]
    [InlineData("bus.Arrived += OnArrived; await bus.HandleAsync(); bus.Arrived -= OnArrived;")]
    [InlineData("using var watcher = new FileSystemWatcher(\"in\"); watcher.Created += (_, _) => bus.Handle(); watcher.EnableRaisingEvents = true; await bus.HandleAsync();")]
    [InlineData("var reader = new System.Xml.Schema.XmlSchemaSet(); reader.ValidationEventHandler += (_, _) => bus.Handle(); reader.Compile(); await Task.Yield();")]
    public Task One_shot_work_is_fine(string execute) => Check.Silent(Service(execute));

    [Theory]
    [InlineData("bus.Arrived += OnArrived; await Task.Yield();", "public override Task StopAsync(CancellationToken token) { bus.Arrived -= OnArrived; return base.StopAsync(token); }")]
    [InlineData("bus.Arrived += OnArrived; await Task.Yield();", "public override void Dispose() { bus.Arrived -= OnArrived; base.Dispose(); }")]
    [InlineData("_timer = new Timer(_ => bus.Handle(), null, 0, 1000); await Task.Yield();", "public override void Dispose() { _timer?.Dispose(); base.Dispose(); }")]
    [InlineData("_timer = new Timer(_ => bus.Handle(), null, 0, 1000); await Task.Yield();", "public override async Task StopAsync(CancellationToken token) { if (_timer is not null) await _timer.DisposeAsync(); await base.StopAsync(token); }")]
    [InlineData("_task = LoopAsync(stoppingToken); await Task.Yield();", "public override async Task StopAsync(CancellationToken token) { await base.StopAsync(token); if (_task is not null) await _task; }")]
    [InlineData("_task = LoopAsync(stoppingToken); await Task.Yield();", "public Task Completion => _task ?? Task.CompletedTask;")]
    [InlineData("_all.Add(LoopAsync(stoppingToken)); await Task.Yield();", "private readonly List<Task> _all = []; public override async Task StopAsync(CancellationToken token) { await base.StopAsync(token); await Task.WhenAll(_all); }")]
    [InlineData("_watcher.Created += (_, _) => bus.Handle(); _watcher.EnableRaisingEvents = true; await Task.Yield();", "private readonly FileSystemWatcher _watcher = new(\"in\"); public override void Dispose() { _watcher.Dispose(); base.Dispose(); }")]
    public Task Stop_path_that_ends_it_or_waits_for_it_is_fine(string execute, string members) => Check.Silent(Service(execute, members));

    private static string Forwarder(string execute, string handler, string members = "") =>
        $$"""
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading.Channels;

        public record Alarm(int Turbine, string Code);

        public interface IAlarms
        {
            event EventHandler<Alarm>? Raised;
            Task ConnectAsync(CancellationToken token);
            Task SubscribeAsync(string door, Func<Alarm, Task> handler);
            Task SubscribeAsync(Func<Alarm, Task> handler, CancellationToken token = default);
            IDisposable Subscribe(Func<Alarm, Task> handler);
            void Subscribe(string door, Action<Alarm> handler);
            void AddHandler(Func<Alarm, Task> handler);
            void UnsubscribeAll();
        }

        public interface IStore { void Save(Alarm alarm); Task SaveAsync(Alarm alarm); }

        public class Forwarder(IAlarms alarms, IHttpClientFactory clients, IStore store, ILogger<Forwarder> logger) : BackgroundService
        {
            private readonly Channel<Alarm> _queue = Channel.CreateUnbounded<Alarm>();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly HttpClient _http = new();
            private int _count;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{execute}}
            }

            private async void OnRaised(object? sender, Alarm alarm)
            {
                {{handler}}
            }

            private Task HandleAsync(Alarm alarm) => store.SaveAsync(alarm);
            {{members}}
        }
        """;

    private const string Raised = "await alarms.ConnectAsync(stoppingToken); alarms.Raised += OnRaised; logger.LogInformation(\"Forwarding\");";

    [Theory]
    [InlineData("using var response = await clients.CreateClient(\"room\").PostAsJsonAsync(\"alarms\", alarm);")]
    [InlineData("try { await _http.PutAsync(\"alarms\", new StringContent(alarm.Code)).ConfigureAwait(false); } catch (HttpRequestException e) { logger.LogError(e, \"not sent\"); }")]
    [InlineData("await File.AppendAllTextAsync(\"alarms.log\", alarm.Code);")]
    [InlineData("await _gate.WaitAsync(); try { await Write(alarm); } finally { _gate.Release(); } static async Task Write(Alarm it) { using var file = File.AppendText(\"alarms\"); await file.WriteLineAsync(it.Code); }")]
    public Task Handler_that_sends_or_writes_goes_on(string handler)
        => Check.Finds(Forwarder(Raised.Replace("alarms.Raised += OnRaised", "[|alarms.Raised += OnRaised|]", StringComparison.Ordinal), handler));

    [Theory]
    [InlineData("await _queue.Writer.WriteAsync(alarm);")]
    [InlineData("await _gate.WaitAsync(); _count++; _gate.Release();")]
    [InlineData("await Task.Delay(100); logger.LogWarning(\"{Code}\", alarm.Code);")]
    [InlineData("await Console.Out.WriteLineAsync(alarm.Code);")]
    [InlineData("_count = await _http.GetFromJsonAsync<int>(\"count\");")]
    public Task Handler_that_notes_or_reads_has_nothing_to_lose(string handler) => Check.Silent(Forwarder(Raised, handler));

    [Theory]
    [InlineData(Raised, "public override async Task StopAsync(CancellationToken token) { alarms.Raised -= OnRaised; await base.StopAsync(token); }")]
    [InlineData(Raised, "public override void Dispose() { alarms.Raised -= OnRaised; base.Dispose(); }")]
    [InlineData(Raised, "public override async Task StopAsync(CancellationToken token) { await base.StopAsync(token); alarms.UnsubscribeAll(); }")]
    [InlineData("alarms.Raised += OnRaised; stoppingToken.Register(() => alarms.Raised -= OnRaised); await alarms.ConnectAsync(stoppingToken);", "")]
    [InlineData("alarms.Raised += OnRaised; await alarms.ConnectAsync(stoppingToken); await Task.Delay(-1, stoppingToken);", "")]
    public Task Handler_that_sends_and_is_taken_off_is_fine(string execute, string members)
        => Check.Silent(Forwarder(execute, "await _http.PostAsJsonAsync(\"alarms\", alarm);", members.Replace("alarms.UnsubscribeAll", "((IAlarms)alarms).Raised -= OnRaised; alarms.UnsubscribeAll", StringComparison.Ordinal)));

    [Theory]
    [InlineData("foreach (var door in new[] { \"a\", \"b\" }) { await [|alarms.SubscribeAsync(door, HandleAsync)|]; }")]
    [InlineData("await [|alarms.SubscribeAsync(\"a\", it => store.SaveAsync(it))|]; logger.LogInformation(\"listening\");")]
    [InlineData("[|alarms.Subscribe(HandleAsync)|]; await Task.Yield();")]
    [InlineData("[|alarms.Subscribe(\"a\", store.Save)|]; await alarms.ConnectAsync(stoppingToken);")]
    public Task Subscription_by_an_interface_of_the_project_goes_on(string execute) => Check.Finds(Forwarder(execute, "await Task.Yield();"));

    [Theory]
    [InlineData("await alarms.SubscribeAsync(HandleAsync);", "")]
    [InlineData("alarms.AddHandler(HandleAsync); await Task.Yield();", "")]
    [InlineData("await alarms.SubscribeAsync(HandleAsync, stoppingToken); logger.LogInformation(\"listening\");", "")]
    [InlineData("alarms.Subscribe(\"a\", it => logger.LogInformation(\"{Code}\", it.Code)); await Task.Yield();", "")]
    [InlineData("alarms.Subscribe(\"a\", store.Save); await Task.Delay(-1, stoppingToken);", "")]
    [InlineData("alarms.Subscribe(\"a\", store.Save); await Task.Yield();", "public override Task StopAsync(CancellationToken token) { alarms.UnsubscribeAll(); return base.StopAsync(token); }")]
    [InlineData("alarms.Subscribe(\"a\", store.Save); await Task.Yield();", "public override Task StopAsync(CancellationToken token) { Leave(alarms); return base.StopAsync(token); } private static void Leave(IAlarms left) => left.UnsubscribeAll();")]
    [InlineData("alarms.Subscribe(\"a\", store.Save); await Task.Yield();", "public override Task StopAsync(CancellationToken token) { (alarms as IAsyncDisposable)?.DisposeAsync(); return base.StopAsync(token); }")]
    [InlineData("_handle = alarms.Subscribe(HandleAsync); await Task.Yield();", "private IDisposable? _handle; public override void Dispose() { _handle?.Dispose(); base.Dispose(); }")]
    [InlineData("using var handle = alarms.Subscribe(HandleAsync); await alarms.ConnectAsync(stoppingToken);", "")]
    public Task Subscription_by_an_interface_that_may_last_or_is_ended_is_fine(string execute, string members) => Check.Silent(Forwarder(execute, "await Task.Yield();", members));

    [Theory]
    [InlineData("_all = new[] { 1, 2 }.Select(_ => [|LoopAsync(stoppingToken)|]).ToArray(); await Task.Yield();", "private Task[] _all = []; public bool AllIdle => _all.All(it => it.IsCompleted);")]
    [InlineData("_task = [|LoopAsync(stoppingToken)|]; await Task.Yield();", "public bool IsRunning { get { return _task != null && !_task.IsCompleted; } } public string Describe() => IsRunning ? \"runs\" : \"idle\";")]
    public Task Status_that_tells_of_the_task_waits_for_nothing(string execute, string members) => Check.Finds(Service(execute, members));

    [Theory]
    [InlineData("_task = LoopAsync(stoppingToken); await Task.Yield();", "public bool IsRunning => !_task!.IsCompleted; public override async Task StopAsync(CancellationToken token) { await base.StopAsync(token); while (IsRunning) await Task.Delay(10); }")]
    [InlineData("_task = LoopAsync(stoppingToken); await Task.Yield();", "public bool IsRunning => !_task!.IsCompleted; public override Task StopAsync(CancellationToken token) { SpinWait.SpinUntil(() => !IsRunning); return base.StopAsync(token); }")]
    public Task Status_that_the_stop_path_asks_again_and_again_is_a_wait(string execute, string members) => Check.Silent(Service(execute, members));

    [Fact]
    public Task What_other_objects_start_they_end_themselves() => Check.Silent(
        """
        public interface IServer : IDisposable { Task StartAsync(CancellationToken token); }

        public class Dispatcher(IBus bus) : IServer
        {
            private readonly CancellationTokenSource _stop = new();
            public Task StartAsync(CancellationToken token) { _ = Task.Run(LoopAsync, token); return Task.CompletedTask; }
            public void Dispose() => _stop.Cancel();
            private async Task LoopAsync() { while (!_stop.IsCancellationRequested) { await bus.HandleAsync(); } }
        }

        public class Bootstrapper(IEnumerable<IServer> servers) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                stoppingToken.Register(() => { foreach (var server in servers) server.Dispose(); });
                foreach (var server in servers) await server.StartAsync(stoppingToken);
            }
        }
        """ + Bus);

    [Fact]
    public Task Plain_hosted_service_is_for_other_rules() => Check.Silent(
        """
        public class Intake(IBus bus) : IHostedService
        {
            public Task StartAsync(CancellationToken token) { bus.Arrived += (_, _) => bus.Handle(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            protected Task ExecuteAsync(CancellationToken token) { bus.Arrived += (_, _) => bus.Handle(); return Task.CompletedTask; }
        }
        """ + Bus);
}
