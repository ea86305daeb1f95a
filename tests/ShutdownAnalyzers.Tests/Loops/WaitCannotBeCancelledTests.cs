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

    private const string Kept = "    private Task<HttpListenerContext>? _pending; private readonly List<Task> _open = []; private readonly HttpListener _other = new();\n";

    private const string GiveUp = """
            private static async Task<T> GiveUpAsync<T>(Task<T> task, CancellationToken token)
            {
                var bell = new TaskCompletionSource<bool>();
                using var ring = token.Register(() => bell.TrySetResult(true));
                if (await Task.WhenAny(task, bell.Task) != task) throw new OperationCanceledException(token);
                return await task;
            }
        """;

    [Theory]
    [InlineData("_pending ??= http.GetContextAsync(); var context = await _pending.WaitAsync(stoppingToken); _pending = null;", Kept)]
    [InlineData("_pending = _pending ?? http.GetContextAsync(); await Task.WhenAny(_pending, Task.Delay(Timeout.Infinite, stoppingToken)); if (_pending.IsCompleted) { var context = await _pending; _pending = null; }", Kept)]
    [InlineData("if (_pending is null) _pending = http.GetContextAsync(); if (!_pending.Wait(500)) continue; var context = _pending.Result; _pending = null;", Kept)]
    [InlineData("Task<HttpListenerContext>? next = null; try { next ??= http.GetContextAsync(); await next.WaitAsync(stoppingToken).ConfigureAwait(false); } finally { next = null; }", "")]
    [InlineData("var next = http.GetContextAsync(); var stop = Task.Delay(-1, stoppingToken); if (await Task.WhenAny(next, stop) == stop) break; var context = await next;", "")]
    [InlineData("var (next, stop) = (http.GetContextAsync(), Task.Delay(-1, stoppingToken)); await Task.WhenAny(next, stop);", "")]
    [InlineData("var race = (Next: http.GetContextAsync(), Stop: Task.Delay(-1, stoppingToken)); await Task.WhenAny(race.Next, race.Stop);", "")]
    [InlineData("_open.Add(http.GetContextAsync()); _open.Add(_other.GetContextAsync()); await Task.WhenAny(_open).WaitAsync(stoppingToken);", Kept)]
    [InlineData("Task[] both = [http.GetContextAsync(), _other.GetContextAsync()]; await Task.WhenAll(both).WaitAsync(stoppingToken);", Kept)]
    [InlineData("var both = new List<Task> { http.GetContextAsync(), Task.Delay(-1, stoppingToken) }; await Task.WhenAny(both);", "")]
    [InlineData("_open.Add(Task.Delay(-1, stoppingToken)); _open.Add(http.GetContextAsync()); await Task.WhenAny(_open); _open.Clear();", Kept)]
    [InlineData("var context = await GiveUpAsync(http.GetContextAsync(), stoppingToken);", GiveUp)]
    [InlineData("var next = http.GetContextAsync(); var context = await GiveUpAsync(next, stoppingToken);", GiveUp)]
    [InlineData("_pending ??= NextAsync(); var context = await _pending.WaitAsync(stoppingToken); _pending = null;", Kept + "    private Task<HttpListenerContext> NextAsync() => http.GetContextAsync();")]
    [InlineData("_pending ??= NextAsync(); await Task.WhenAny(_pending, Task.Delay(-1, stoppingToken));", Kept + "    private async Task<HttpListenerContext> NextAsync() { while (true) { var it = await http.GetContextAsync(); if (it.Request.IsLocal) return it; } }")]
    [InlineData("var read = Task.Run(() => Console.ReadLine()); _pending = read; await Task.WhenAny(_pending, Task.Delay(-1, stoppingToken));", "    private Task<string?>? _pending;")]
    public Task Task_that_is_kept_and_given_up_is_left_alone(string body, string members) => Check.Silent(Worker(body, members));

    [Theory]
    [InlineData("_pending ??= http.[|GetContextAsync|](); var context = await _pending; _pending = null;", Kept)]
    [InlineData("_open.Add(http.[|GetContextAsync|]()); _open.Add(_other.[|GetContextAsync|]()); await Task.WhenAny(_open); _open.Clear();", Kept)]
    [InlineData("Task[] both = [http.[|GetContextAsync|](), Task.Delay(-1, stoppingToken)]; await Task.WhenAll(both);", "")]
    [InlineData("var next = http.[|GetContextAsync|](); await Task.WhenAny(next, Task.Delay(TimeSpan.FromHours(1))); var context = await next;", "")]
    [InlineData("_pending ??= NextAsync(); var context = await _pending; _pending = null;", Kept + "    private Task<HttpListenerContext> NextAsync() => http.[|GetContextAsync|]();")]
    public Task Task_that_is_kept_and_waited_for_is_reported(string body, string members) => Check.Finds(Worker(body, members));

    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(); AppDomain.CurrentDomain.ProcessExit += (_, _) => cts.Cancel(); _ = Task.Run(() => Task.Delay(1000, cts.Token)); Console.ReadLine();")]
    [InlineData("using var cts = new CancellationTokenSource(); Console.CancelKeyPress += (_, _) => cts.Cancel(); while (Console.ReadKey(true).Key != ConsoleKey.Escape) { }")]
    public Task Entry_point_may_wait_for_a_person(string source) => Check.Silent(source);

    [Fact]
    public Task Console_program_may_read_the_console() => Check.Silent("while (Console.ReadLine() is { } line) { Console.WriteLine(line); }");
}
