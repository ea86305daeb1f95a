using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.SourceNeverCancelledAnalyzer,
    ShutdownAnalyzers.Loops.SourceNeverCancelledCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class SourceNeverCancelledTests
{
    private static string Worker(string field, string members = "", string use = "await Task.Delay(1000, _cts.Token);") =>
        $$"""
        class Pump : BackgroundService
        {
            {{field}}

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{use}}
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("private readonly CancellationTokenSource _cts = new();")]
    [InlineData("private CancellationTokenSource _cts = new CancellationTokenSource();")]
    [InlineData("/* a */ readonly CancellationTokenSource _cts = new(); // b")]
    public Task Stop_path_cancels_it(string field) => Check.Fixes(
        Worker(field.Replace(" _cts", " [|_cts|]")),
        Worker(field, "\n    public override async Task StopAsync(CancellationToken cancellationToken)\n    {\n        _cts.Cancel();\n        await base.StopAsync(cancellationToken);\n    }"));

    [Fact]
    public Task Stop_path_that_is_there_cancels_it() => Check.Fixes(
        Worker("private readonly CancellationTokenSource [|_cts|] = new();", "    public override void Dispose() { _cts.Dispose(); base.Dispose(); }\n    public override Task StopAsync(CancellationToken ct)\n    {\n        return base.StopAsync(ct);\n    }"),
        Worker("private readonly CancellationTokenSource _cts = new();", "    public override void Dispose() { _cts.Dispose(); base.Dispose(); }\n    public override Task StopAsync(CancellationToken ct)\n    {\n        _cts.Cancel();\n        return base.StopAsync(ct);\n    }"));

    [Fact]
    public Task Type_that_nobody_stops_is_reported_without_a_fix() => Check.Reports(
        """
        class Monitor
        {
            private readonly CancellationTokenSource [|_cts|] = new();
            public async Task RunAsync() { while (!_cts.Token.IsCancellationRequested) { await Task.Delay(1000, _cts.Token); } }
        }
        """);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public override Task StopAsync(CancellationToken ct) { _cts.Cancel(); return base.StopAsync(ct); }")]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public override void Dispose() => _cts?.Cancel();")]
    [InlineData("private readonly CancellationTokenSource _cts = new(5000);", "")]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public void Limit() => _cts.CancelAfter(1000);")]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public void On() => Console.CancelKeyPress += (_, _) => _cts.Cancel();")]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public void Give(List<CancellationTokenSource> all) => all.Add(_cts);")]
    [InlineData("private readonly CancellationTokenSource _cts = new();", "    public CancellationTokenSource Source => _cts;")]
    [InlineData("private readonly CancellationTokenSource _cts; public Pump(IHostApplicationLifetime life) => _cts = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);", "")]
    [InlineData("private readonly CancellationTokenSource _cts; public Pump(CancellationTokenSource cts) => _cts = cts;", "")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override void Dispose() { if (_cts is { } cts) { cts.Cancel(); } }")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override void Dispose() { if (_cts is not { } cts) { return; } cts.Cancel(); }")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override async Task StopAsync(CancellationToken ct) { if (_cts is not CancellationTokenSource cts || ct.IsCancellationRequested) { return; } await cts.CancelAsync(); await base.StopAsync(ct); }")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override void Dispose() { if (_cts is { IsCancellationRequested: false } cts) { Give([cts]); } } private static void Give(List<CancellationTokenSource> all) => all.ForEach(it => it.Cancel());")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override void Dispose() => (_cts ?? throw new InvalidOperationException()).Cancel();")]
    [InlineData("private CancellationTokenSource? _cts = new();", "    public override void Dispose() { var cts = Interlocked.Exchange(ref _cts, null); cts?.Cancel(); }")]
    public Task Sources_that_somebody_may_cancel_are_left_alone(string field, string members)
        => Check.Silent(Worker(field, members, field.Contains('?') ? "await Task.Delay(1000, _cts!.Token);" : "await Task.Delay(1000, _cts.Token);"));

    [Fact]
    public Task Source_whose_token_nobody_uses_is_left_alone() => Check.Silent(Worker("private readonly CancellationTokenSource _cts = new();", "", "await Task.Yield(); _cts.Dispose();"));

    [Fact]
    public Task Work_of_a_start_path_that_watches_it_is_told_of_by_SHUT205() => Check.Silent(
        """
        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _cts = new();
            private Task? _loop;

            public Task StartAsync(CancellationToken ct)
            {
                _loop = LoopAsync(_cts.Token);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

            private static async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) { await Task.Delay(1000, token); }
            }
        }
        """);
}
