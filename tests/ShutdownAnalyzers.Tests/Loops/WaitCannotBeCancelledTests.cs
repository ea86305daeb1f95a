using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.WaitCannotBeCancelledAnalyzer,
    ShutdownAnalyzers.Loops.WaitCannotBeCancelledCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class WaitCannotBeCancelledTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        using System.Net;
        using System.Net.Sockets;

        class Server(HttpListener http, TcpListener tcp, UdpClient udp) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                while (!stoppingToken.IsCancellationRequested)
                {
                    {{body}}
                }
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("var context = await http.[|GetContextAsync|]();", "var context = await http.GetContextAsync().WaitAsync(stoppingToken);")]
    [InlineData("var context = http.[|GetContext|]();", "var context = await http.GetContextAsync().WaitAsync(stoppingToken);")]
    [InlineData("var client = tcp.[|AcceptTcpClient|]();", "var client = await tcp.AcceptTcpClientAsync(stoppingToken);")]
    [InlineData("var socket = tcp.[|AcceptSocket|]();", "var socket = await tcp.AcceptSocketAsync(stoppingToken);")]
    [InlineData("var line = Console.[|ReadLine|]();", "var line = await Task.Run(Console.ReadLine).WaitAsync(stoppingToken);")]
    [InlineData("var line = await Console.In.[|ReadLineAsync|]();", "var line = await Console.In.ReadLineAsync().WaitAsync(stoppingToken);")]
    [InlineData("var line = await Console.In.[|ReadLineAsync|](stoppingToken);", "var line = await Console.In.ReadLineAsync(stoppingToken).AsTask().WaitAsync(stoppingToken);")]
    [InlineData("/* a */ var context = await http /* b */ . /* c */ [|GetContextAsync|] ( /* d */ ) /* e */ ; // f", "/* a */ var context = await http /* b */ . /* c */ GetContextAsync( /* d */ ).WaitAsync(stoppingToken) /* e */ ; // f")]
    public Task Wait_is_abandoned_at_the_signal(string before, string after) => Check.Fixes(Worker(before), Worker(after));

    [Theory]
    [InlineData("var from = new IPEndPoint(IPAddress.Any, 0); var data = udp.[|Receive|](ref from);")]
    public Task Wait_without_an_asynchronous_twin_is_reported_without_a_fix(string body) => Check.Reports(Worker(body));

    [Fact]
    public Task Listener_that_is_closed_behind_the_base_call_is_closed_too_late() => Check.Fixes(
        Worker("var context = await http.[|GetContextAsync|]();", "    public override async Task StopAsync(CancellationToken ct) { await base.StopAsync(ct); http.Close(); }"),
        Worker("var context = await http.GetContextAsync().WaitAsync(stoppingToken);", "    public override async Task StopAsync(CancellationToken ct) { await base.StopAsync(ct); http.Close(); }"));

    [Theory]
    [InlineData("var context = await http.GetContextAsync().WaitAsync(stoppingToken);", "")]
    [InlineData("var context = await http.GetContextAsync();", "    public override Task StopAsync(CancellationToken ct) { http.Stop(); return base.StopAsync(ct); }")]
    [InlineData("using var stop = stoppingToken.Register(http.Stop); var context = await http.GetContextAsync();", "")]
    [InlineData("using var stop = stoppingToken.Register(static it => ((HttpListener)it!).Stop(), http); var context = await http.GetContextAsync();", "")]
    [InlineData("var context = http.GetContextAsync(); await Task.WhenAny(context, Task.Delay(-1, stoppingToken));", "")]
    [InlineData("var line = await Task.Run(() => Console.ReadLine()).WaitAsync(stoppingToken);", "")]
    [InlineData("using var stop = stoppingToken.Register(http.Stop); var context = await NextAsync(http);", "    private static async Task<HttpListenerContext?> NextAsync(HttpListener listener) { try { return await listener.GetContextAsync(); } catch (HttpListenerException) { return null; } }")]
    [InlineData("var line = await new StringReader(\"\").ReadLineAsync(stoppingToken);", "")]
    public Task Waits_that_somebody_ends_are_left_alone(string body, string members) => Check.Silent(Worker(body, members));

    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(); AppDomain.CurrentDomain.ProcessExit += (_, _) => cts.Cancel(); _ = Task.Run(() => Task.Delay(1000, cts.Token)); Console.ReadLine();")]
    [InlineData("using var cts = new CancellationTokenSource(); Console.CancelKeyPress += (_, _) => cts.Cancel(); while (Console.ReadKey(true).Key != ConsoleKey.Escape) { }")]
    public Task Entry_point_may_wait_for_a_person(string source) => Check.Silent(source);

    [Fact]
    public Task Console_program_may_read_the_console() => Check.Silent("while (Console.ReadLine() is { } line) { Console.WriteLine(line); }");
}
