using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.ReleasedBeforeWorkerStoppedAnalyzer,
    ShutdownAnalyzers.HostedServices.ReleasedBeforeWorkerStoppedCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class ReleasedBeforeWorkerStoppedTests
{
    private const string Link =
        """


        sealed class Link : IDisposable
        {
            public Task SendAsync(int item, CancellationToken ct) => Task.Delay(item, ct);
            public Task<int> ReceiveAsync() => Task.FromResult(1);
            public Task<int> ReceiveAsync(CancellationToken ct) => Task.FromResult(1);
            public void Post(int item) { }
            public void Open() { }
            public void Stop() { }
            public Task CloseAsync(CancellationToken ct) => Task.CompletedTask;
            public void Dispose() { }
        }
        """;

    private static string Service(string stop, string work = "await _link.SendAsync(1, stoppingToken);", string state = "private readonly Link _link = new();") =>
        $$"""
        using System.Threading.Channels;

        class Pump : BackgroundService
        {
            {{state}}

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    {{work}}
                }
            }

            {{stop}}
        }
        """ + Link;

    [Fact]
    public Task Base_call_is_awaited_first() => Check.Fixes(
        Service("""
            public override Task StopAsync(CancellationToken ct)
                {
                    _link.[|Dispose|]();
                    return base.StopAsync(ct);
                }
            """),
        Service("""
            public override async Task StopAsync(CancellationToken ct)
                {
                    await base.StopAsync(ct);
                    _link.Dispose();
                }
            """));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        Service("""
            public override async Task StopAsync(CancellationToken ct)
                {
                    // a
                    await _link.[|CloseAsync|](ct); // b
                    // c
                    _link.[|Dispose|](); // d
                    // e
                    await base.StopAsync(ct); // f
                    // g
                    Console.WriteLine(); // h
                }
            """),
        Service("""
            public override async Task StopAsync(CancellationToken ct)
                {
                    // e
                    await base.StopAsync(ct); // f
                    // a
                    await _link.CloseAsync(ct); // b
                    // c
                    _link.Dispose(); // d
                    // g
                    Console.WriteLine(); // h
                }
            """));

    [Fact]
    public Task Signal_between_the_two_leaves_the_order_to_the_author() => Check.Reports(
        Service("""
            public override async Task StopAsync(CancellationToken ct)
                {
                    _link.[|Dispose|]();
                    _items.Writer.TryComplete();
                    await base.StopAsync(ct);
                }
            """, "await _link.SendAsync(await _items.Reader.ReadAsync(stoppingToken), stoppingToken);",
            "private readonly Link _link = new(); private readonly Channel<int> _items = Channel.CreateUnbounded<int>();"));

    [Theory]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { if (ct.CanBeCanceled) { _link.[|Dispose|](); } await base.StopAsync(ct); }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { try { await _link.[|CloseAsync|](ct); } finally { await base.StopAsync(ct); } }")]
    public Task Release_inside_another_statement_is_reported_and_left(string stop) => Check.Reports(Service(stop));

    [Theory]
    [InlineData("_link.Post(1);", "private readonly Link _link = new();", "_link.[|Dispose|]();", "_link.Dispose();")]
    [InlineData("await _link.ReceiveAsync(stoppingToken);", "private readonly Link _link = new();", "_link.[|Dispose|]();", "_link.Dispose();")]
    [InlineData("await OnceAsync(stoppingToken);", "private readonly Link _link = new(); private Task OnceAsync(CancellationToken ct) => _link.SendAsync(1, ct);", "_link.[|Dispose|]();", "_link.Dispose();")]
    [InlineData("Current.Post(1);", "private Link? _link; private Link Current => _link ??= new();", "Interlocked.Exchange(ref _link, null)?.[|Dispose|]();", "Interlocked.Exchange(ref _link, null)?.Dispose();")]
    [InlineData("_link?.Post(1);", "private readonly Link? _link = new();", "_link?.[|Dispose|]();", "_link?.Dispose();")]
    [InlineData("_link.Post(1);", "private readonly Link _link = new(); private void Release() => _link.Dispose();", "[|Release|]();", "Release();")]
    [InlineData("_link!.Post(1);", "private Link? _link = new(); private void Release() { if (_link is { } open) { open.Dispose(); } }", "[|Release|]();", "Release();")]
    [InlineData("_link!.Post(1);", "private Link? _link = new(); private void Release() { var old = Interlocked.Exchange(ref _link, null); old?.Dispose(); }", "[|Release|]();", "Release();")]
    public Task Use_and_release_in_every_spelling(string work, string state, string release, string moved) => Check.Fixes(
        Service($$"""
            public override async Task StopAsync(CancellationToken ct)
                {
                    {{release}}
                    await base.StopAsync(ct).ConfigureAwait(false);
                }
            """, work, state),
        Service($$"""
            public override async Task StopAsync(CancellationToken ct)
                {
                    await base.StopAsync(ct).ConfigureAwait(false);
                    {{moved}}
                }
            """, work, state));

    [Theory]
    [InlineData("await base.StopAsync(ct); _link.Dispose();")]
    [InlineData("try { await base.StopAsync(ct); } finally { await _link.CloseAsync(ct); }")]
    [InlineData("_link.Stop(); await base.StopAsync(ct); _link.Dispose();")]
    [InlineData("if (ExecuteTask is { } running) await running.WaitAsync(ct); _link.Dispose(); await base.StopAsync(ct);")]
    [InlineData("_other.Dispose(); await base.StopAsync(ct);")]
    [InlineData("await Task.Yield(); _link.Dispose();")]
    public Task Worker_has_stopped_or_does_not_need_it(string stop) => Check.Silent(
        Service($$"""public override async Task StopAsync(CancellationToken ct) { {{stop}} }""", state: "private readonly Link _link = new(); private readonly Link _other = new();"));

    [Theory]
    [InlineData("Console.WriteLine(await _link.ReceiveAsync());", "private readonly Link _link = new();")]
    [InlineData("var item = await _link.ReceiveAsync(); _link.Post(item);", "private readonly Link _link = new();")]
    [InlineData("await _link.WaitForNextTickAsync(stoppingToken);", "private readonly PeriodicTimer _link = new(TimeSpan.FromSeconds(1));")]
    [InlineData("await Task.Delay(1000, _link.Token);", "private readonly CancellationTokenSource _link = new();")]
    [InlineData("await Task.Delay(1000, stoppingToken);", "private readonly Link _link = new();")]
    public Task Release_is_what_ends_the_loop_or_is_not_used_in_it(string work, string state) => Check.Silent(
        Service("""
            public override Task StopAsync(CancellationToken ct)
                {
                    _link.Dispose();
                    return base.StopAsync(ct);
                }
            """, work, state));

    private static string Last(string work, string release = "_link.Dispose();") =>
        $$"""
        class Pump : BackgroundService
        {
            private readonly Link _link = new();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{work}}
            }

            public override async Task StopAsync(CancellationToken ct)
            {
                {{release}}
            }
        }
        """ + Link;

    [Theory]
    [InlineData("try { await Task.Delay(Timeout.Infinite, stoppingToken); } finally { _link.Post(0); }")]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken); } finally { End(); } void End() => _link.Post(0);")]
    public Task Last_words_of_the_worker_need_it(string work) => Check.Fixes(
        Last(work, "_link.[|Dispose|]();\n        await base.StopAsync(ct);"),
        Last(work, "await base.StopAsync(ct);\n        _link.Dispose();"));

    [Theory]
    [InlineData("try { await Task.Delay(Timeout.Infinite, stoppingToken); } finally { _link.Dispose(); }")]
    [InlineData("try { await _link.SendAsync(1, stoppingToken); } finally { _link.Post(0); } await Task.Delay(Timeout.Infinite, stoppingToken);")]
    [InlineData("_link.Post(0); await Task.Delay(Timeout.Infinite, stoppingToken);")]
    public Task Worker_has_used_it_up_by_then(string work) => Check.Silent(Last(work, "_link.Dispose(); await base.StopAsync(ct);"));

    [Fact]
    public Task Source_of_events_is_closed_first() => Check.Silent(
        """
        class Watch : BackgroundService
        {
            private readonly FileSystemWatcher _watcher = new("in");
            private readonly System.Threading.Channels.Channel<string> _files = System.Threading.Channels.Channel.CreateUnbounded<string>();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _watcher.Created += (_, e) => _files.Writer.TryWrite(e.FullPath);
                _watcher.EnableRaisingEvents = true;
                await foreach (var file in _files.Reader.ReadAllAsync(stoppingToken))
                {
                    Console.WriteLine(file);
                }
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _watcher.Dispose();
                await base.StopAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Plain_hosted_service_is_silent() => Check.Silent(
        """
        class Opener : IHostedService
        {
            private readonly Link _link = new();

            public Task StartAsync(CancellationToken ct) => _link.SendAsync(1, ct);

            public Task StopAsync(CancellationToken ct)
            {
                _link.Dispose();
                return Task.CompletedTask;
            }
        }
        """ + Link);
}
