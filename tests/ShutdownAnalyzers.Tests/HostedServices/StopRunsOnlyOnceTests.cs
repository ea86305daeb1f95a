using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopRunsOnlyOnceAnalyzer,
    ShutdownAnalyzers.HostedServices.StopRunsOnlyOnceCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopRunsOnlyOnceTests
{
    // A worker that is awaited, so that only the second call is at stake.
    private const string Worker =
        """


            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        """;

    private static string Service(string stop, string state = "private readonly CancellationTokenSource _cts = new();") =>
        $$"""
        using System.Net.Sockets;

        class Service : BackgroundService
        {
            {{state}}

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                {{stop}}
            }
        """ + Worker;

    [Fact]
    public Task Disposal_moves_to_an_override_of_Dispose() => Check.Fixes(
        """
        class Service : BackgroundService
        {
            private readonly CancellationTokenSource _cts = new();

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel();
                await base.StopAsync(cancellationToken);
                _cts.[|Dispose|]();
            }
        """ + Worker,
        """
        class Service : BackgroundService
        {
            private readonly CancellationTokenSource _cts = new();

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel();
                await base.StopAsync(cancellationToken);
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.Delay(Timeout.Infinite, stoppingToken);

            public override void Dispose()
            {
                _cts.Dispose();
                base.Dispose();
            }
        }
        """);

    [Fact]
    public Task Disposal_goes_where_the_type_disposes_already() => Check.Fixes(
        """
        class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly Stream _stream = new MemoryStream();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel(); // a
                // b
                _cts.[|Dispose|](); // c
                // d
                return Task.CompletedTask;
            }

            public void Dispose()
            {
                // e
                _stream.Dispose(); // f
            }
        }
        """,
        """
        class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly Stream _stream = new MemoryStream();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel(); // a
                // b
                 // c
                // d
                return Task.CompletedTask;
            }

            public void Dispose()
            {
                // e
                _stream.Dispose(); // f
                _cts.Dispose();
            }
        }
        """);

    [Fact]
    public Task Disposal_that_Dispose_does_too_is_left_to_it() => Check.Fixes(
        """
        class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _cts = new();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel();
                _cts.[|Dispose|]();
                return Task.CompletedTask;
            }

            public void Dispose() => _cts.Dispose();
        }
        """,
        """
        class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _cts = new();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel();
                return Task.CompletedTask;
            }

            public void Dispose() => _cts.Dispose();
        }
        """);

    [Fact]
    public Task Helper_of_the_stop_path() => Check.Fixes(
        """
        using System.Net.Sockets;

        class Service : BackgroundService
        {
            private readonly UdpClient _in = new(5004);
            private readonly UdpClient _out = new("mixer", 5006);

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                await ReleaseAsync(cancellationToken);
            }

            private async Task ReleaseAsync(CancellationToken cancellationToken)
            {
                await _out.SendAsync(new byte[1], cancellationToken);
                _in.Dispose();
                _out.[|Dispose|]();
            }

            public override void Dispose()
            {
                base.Dispose();
            }
        """ + Worker,
        """
        using System.Net.Sockets;

        class Service : BackgroundService
        {
            private readonly UdpClient _in = new(5004);
            private readonly UdpClient _out = new("mixer", 5006);

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                await ReleaseAsync(cancellationToken);
            }

            private async Task ReleaseAsync(CancellationToken cancellationToken)
            {
                await _out.SendAsync(new byte[1], cancellationToken);
                _in.Dispose();
            }

            public override void Dispose()
            {
                _out.Dispose();
                base.Dispose();
            }
        """ + Worker);

    [Theory]
    [InlineData("try { _cts.Cancel(); } finally { Console.WriteLine(); } if (_loop is null) return; _cts.Dispose();", "private readonly CancellationTokenSource _cts = new(); private readonly Task? _loop = null;")]
    [InlineData("_cts?.Cancel(); _cts?.Dispose();", "private readonly CancellationTokenSource? _cts = new();")]
    [InlineData("if (cancellationToken.IsCancellationRequested) return; _writer.Flush(); _writer.Dispose();", "private readonly StreamWriter _writer = new(\"log\");")]
    [InlineData("await _writer.FlushAsync(cancellationToken); await _writer.DisposeAsync();", "private readonly StreamWriter _writer = new(\"log\");")]
    [InlineData("await _gate.WaitAsync(cancellationToken); _gate.Release(); _gate.Dispose();", "private readonly SemaphoreSlim _gate = new(1);")]
    public async Task Used_and_disposed_in_every_spelling(string stop, string state)
    {
        var findings = await Code.Compile("Service.cs", Service(stop, state)).FindingsAsync([new ShutdownAnalyzers.HostedServices.StopRunsOnlyOnceAnalyzer()]);
        Assert.Equal("SHUT213", Assert.Single(findings).Id);
    }

    [Theory]
    [InlineData("_cts.Cancel();", "private readonly CancellationTokenSource _cts = new();")]
    [InlineData("_cts.Dispose();", "private readonly CancellationTokenSource _cts = new();")]
    [InlineData("_cts?.Cancel(); _cts?.Dispose(); _cts = null;", "private CancellationTokenSource? _cts = new();")]
    [InlineData("var cts = Interlocked.Exchange(ref _cts, null); cts?.Cancel(); cts?.Dispose();", "private CancellationTokenSource? _cts = new();")]
    [InlineData("if (_stopped) return; _stopped = true; _cts.Cancel(); _cts.Dispose();", "private readonly CancellationTokenSource _cts = new(); private bool _stopped;")]
    [InlineData("if (Interlocked.Exchange(ref _stopped, 1) == 1) return; _cts.Cancel(); _cts.Dispose();", "private readonly CancellationTokenSource _cts = new(); private int _stopped;")]
    [InlineData("if (Idle) { _cts.Cancel(); _cts.Dispose(); }", "private readonly CancellationTokenSource _cts = new(); private readonly string _x = \"\"; private bool Idle => _x.Length == 0;")]
    [InlineData("try { _cts.Cancel(); } catch (ObjectDisposedException) { } _cts.Dispose();", "private readonly CancellationTokenSource _cts = new();")]
    [InlineData("_timer.Change(Timeout.Infinite, 0); _timer.Dispose();", "private readonly Timer _timer = new(_ => { });")]
    [InlineData("_timer.Stop(); _timer.Dispose();", "private readonly System.Timers.Timer _timer = new();")]
    [InlineData("_listener.Stop(); _listener.Dispose();", "private readonly TcpListener _listener = new(System.Net.IPAddress.Any, 5000);")]
    [InlineData("_writer.Close(); await _writer.DisposeAsync();", "private readonly StreamWriter _writer = new(\"log\");")]
    [InlineData("if (_socket.Connected) { _socket.Send([1]); _socket.Dispose(); }", "private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("using var cts = new CancellationTokenSource(); cts.Cancel(); cts.Dispose();", "")]
    [InlineData("_sink.Write(); _sink.Dispose();", "private readonly Sink _sink = new(); private sealed class Sink : IDisposable { public void Write() { } public void Dispose() { } }")]
    public Task Second_call_does_no_harm(string stop, string state) => Check.Silent(Service(stop, state));

    [Fact]
    public Task Dispose_is_called_once() => Check.Silent(
        """
        class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _cts = new();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _cts.Cancel();
                return Task.CompletedTask;
            }

            public void Dispose()
            {
                _cts.Cancel();
                _cts.Dispose();
            }
        }
        """);

    [Fact]
    public Task Type_that_the_host_does_not_run_is_silent() => Check.Silent(
        """
        class Service
        {
            private readonly CancellationTokenSource _cts = new();

            public void StopAsync()
            {
                _cts.Cancel();
                _cts.Dispose();
            }
        }
        """);
}
