using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.CleanupSkippedByCancellationAnalyzer,
    ShutdownAnalyzers.Loops.CleanupSkippedByCancellationCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class CleanupSkippedByCancellationTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        interface IClient { Task SendAsync(CancellationToken ct); Task DisconnectAsync(); void Close(); int Pending { get; } }

        class Sender(IClient client, ILogger<Sender> log, PeriodicTimer timer) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
        {{body}}
            }
        {{members}}
        }
        """;

    [Fact]
    public Task Clean_up_goes_into_a_finally_with_its_comments() => Check.Fixes(
        Worker(
            """
                    // loop
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await Task.Delay(1000, stoppingToken); // rest
                    }

                    // bye
                    await client.[|DisconnectAsync|](); // done
                    /* end */
            """),
        Worker(
            """
                    // loop
                    try
                    {
                        while (!stoppingToken.IsCancellationRequested)
                        {
                            await Task.Delay(1000, stoppingToken); // rest
                        }
                    }
                    finally
                    {
                        // bye
                        await client.DisconnectAsync(); // done
                    }
                    /* end */
            """).Replace("// loop\n        try", "try").Replace("try\n        {\n            while", "try\n        {\n            // loop\n            while"));

    [Theory]
    [InlineData("while (await timer.WaitForNextTickAsync(stoppingToken)) { await client.SendAsync(stoppingToken); }\nclient.[|Close|]();")]
    [InlineData("while (client.Pending >= 0 && !stoppingToken.IsCancellationRequested) { await Task.Yield(); }\nclient.Close();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Task.Delay(1, stoppingToken); } catch (IOException) { } }\nclient.[|Close|]();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken); }\nlog.[|LogInformation|](\"stopped\");")]
    public async Task Loops_that_end_by_exception(string body)
    {
        if (body.Contains("[|", StringComparison.Ordinal))
        {
            var unmarked = body.Replace("[|", "").Replace("|]", "");
            var (loop, rest) = (unmarked[..unmarked.IndexOf('\n')], unmarked[(unmarked.IndexOf('\n') + 1)..]);
            await Check.Fixes(Worker(body), Worker($"        try\n        {{\n            {loop}\n        }}\n        finally\n        {{\n            {rest}\n        }}"));
        }
        else
        {
            await Check.Silent(Worker(body));
        }
    }

    [Fact]
    public Task Loop_in_a_helper_is_seen() => Check.Fixes(
        Worker(
            """
                    await LoopAsync(stoppingToken);
                    client.[|Close|]();
            """,
            "    private async Task LoopAsync(CancellationToken ct) { while (true) { await client.SendAsync(ct); } }"),
        Worker(
            """
                    try
                    {
                        await LoopAsync(stoppingToken);
                    }
                    finally
                    {
                        client.Close();
                    }
            """,
            "    private async Task LoopAsync(CancellationToken ct) { while (true) { await client.SendAsync(ct); } }"));

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { await client.SendAsync(ct); await Task.Delay(1000, ct); }")]
    [InlineData("while (await timer.WaitForNextTickAsync(ct)) { await client.SendAsync(ct); }")]
    [InlineData("await client.SendAsync(ct); try { while (!ct.IsCancellationRequested) { await Task.Delay(1000, ct); } } catch (IOException) { }")]
    public Task Loop_in_a_helper_that_asks_its_token_throws_as_well(string loop) => Check.Finds(Worker(
        "        await LoopAsync(stoppingToken);\n        client.[|Close|]();", "    private async Task LoopAsync(CancellationToken ct) { " + loop + " }"));

    [Theory]
    [InlineData("await client.SendAsync(ct); while (!ct.IsCancellationRequested) { try { await Task.Delay(1000, ct); } catch (OperationCanceledException) { } }")]
    [InlineData("await client.SendAsync(ct); try { while (!ct.IsCancellationRequested) { await Task.Delay(1000, ct); } } catch (OperationCanceledException) { }")]
    [InlineData("await client.SendAsync(ct); while (!ct.IsCancellationRequested) { await Task.Delay(1000, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("await client.SendAsync(ct); while (!ct.IsCancellationRequested) { await Task.Delay(100, CancellationToken.None); }")]
    public Task Loop_in_a_helper_that_leaves_quietly_does_not(string loop) => Check.Silent(Worker(
        "        await LoopAsync(stoppingToken);\n        client.Close();", "    private async Task LoopAsync(CancellationToken ct) { " + loop + " }"));

    [Theory]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken); } } finally { client.Close(); }")]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken); } } catch (OperationCanceledException) { } client.Close();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Task.Delay(1, stoppingToken); } catch (OperationCanceledException) { break; } } client.Close();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1); } client.Close();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); } client.Close();")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken); } return;")]
    [InlineData("for (var i = 0; i < 3; i++) { await Task.Delay(1, stoppingToken); } client.Close();")]
    [InlineData("await Task.Delay(1, stoppingToken); client.Close();")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1, stoppingToken); } watch.Stop();")]
    [InlineData("var open = new List<Task>(); while (!stoppingToken.IsCancellationRequested) { open.Add(Task.Delay(1, stoppingToken)); Thread.Sleep(1); } client.Close();")]
    public Task Clean_up_that_runs_is_left_alone(string body) => Check.Silent(Worker(body));

    [Theory]
    [InlineData("private static void Step(CancellationToken end) { if (end.IsCancellationRequested) throw new OperationCanceledException(end); }")]
    [InlineData("private static void Step(CancellationToken end) { try { Task.Delay(9, end).GetAwaiter().GetResult(); } catch (OperationCanceledException e) { throw new OperationCanceledException(\"over\", e); } }")]
    public Task Helper_that_throws_itself_is_followed(string helper) => Check.Finds(Worker("while (!stoppingToken.IsCancellationRequested) { Step(stoppingToken); }\nclient.[|Close|]();", helper));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { Step(); }\nclient.Close();")]
    [InlineData("while (true) { if (stoppingToken.IsCancellationRequested) { client.Close(); throw new OperationCanceledException(stoppingToken); } if (client.Pending == 0) break; await Task.Yield(); }\nclient.Close();")]
    public Task Throw_for_other_reasons_or_in_the_loop_itself_is_meant(string body)
        => Check.Silent(Worker(body, "    private void Step() { if (client.Pending > 9) throw new OperationCanceledException(); }"));

    [Fact]
    public Task Loop_that_leaves_when_its_listener_is_stopped_goes_on_to_its_clean_up() => Check.Silent(
        """
        using System.Net;
        using System.Net.Sockets;

        class Server(ILogger<Server> logger) : BackgroundService
        {
            private readonly TcpListener _listener = new(IPAddress.Any, 4001);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    try
                    {
                        (await _listener.AcceptTcpClientAsync()).Dispose();
                    }
                    catch (SocketException)
                    {
                        break;
                    }
                }

                logger.LogInformation("Closed");
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _listener.Stop();
                await base.StopAsync(cancellationToken);
            }
        }
        """);

    private static string Queued(string loop) =>
        $$"""
        using System.Collections.Concurrent;
        using System.IO.Pipelines;
        using System.Threading.Channels;

        interface IClient { void Send(int it); void Close(); }

        class Sender(IClient client) : IHostedService
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private readonly BlockingCollection<int> _queue = new();
            private readonly Pipe _pipe = new();
            private readonly CancellationTokenSource _stop = new();
            private Task _sending = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken) { _sending = Task.Run(SendAsync); return Task.CompletedTask; }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _stop.Cancel();
                _channel.Writer.TryComplete();
                _queue.CompleteAdding();
                _pipe.Reader.CancelPendingRead();
                return _sending.WaitAsync(cancellationToken);
            }

            private async Task SendAsync()
            {
                var reader = _channel.Reader;
                var pipe = _pipe.Reader;
                await Task.Yield();
                {{loop}}
            }

            private IEnumerable<int> All() => _queue.GetConsumingEnumerable();
        }
        """;

    [Theory]
    [InlineData("foreach (var it in _queue.GetConsumingEnumerable()) { client.Send(it); } client.Close();")]
    [InlineData("foreach (var it in All()) { client.Send(it); } client.Close();")]
    [InlineData("await foreach (var it in reader.ReadAllAsync()) { client.Send(it); } client.Close();")]
    [InlineData("while (await reader.WaitToReadAsync(CancellationToken.None)) { while (reader.TryRead(out var it)) { client.Send(it); } } client.Close();")]
    [InlineData("while (await reader.WaitToReadAsync()) { while (reader.TryRead(out var it)) { client.Send(it); } } client.Close();")]
    [InlineData("while (true) { var read = await pipe.ReadAsync(); if (read.IsCanceled || read.IsCompleted) { break; } client.Send(1); } client.Close();")]
    public Task Queue_that_is_completed_ends_its_loop_without_an_exception(string loop) => Check.Silent(Queued(loop));

    [Theory]
    [InlineData("foreach (var it in _queue.GetConsumingEnumerable(_stop.Token)) { client.Send(it); } client.[|Close|]();")]
    [InlineData("await foreach (var it in reader.ReadAllAsync(_stop.Token)) { client.Send(it); } client.[|Close|]();")]
    [InlineData("while (true) { client.Send(_queue.Take()); } client.[|Close|]();")]
    [InlineData("while (await reader.WaitToReadAsync(_stop.Token)) { while (reader.TryRead(out var it)) { client.Send(it); } } client.[|Close|]();")]
    public Task One_that_is_cancelled_or_asked_for_more_throws(string loop) => Check.Finds(Queued(loop));

    [Theory]
    [InlineData("await foreach (var it in Read(stoppingToken)) { client.ToString(); } client.[|Close|]();", "while (true) { await client.SendAsync(ct); yield return 1; }")]
    public Task Streams_without_an_end_throw(string body, string stream) => Check.Finds(Worker(
        "        " + body, "    private async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { " + stream + " }"));

    [Theory]
    [InlineData("await foreach (var it in Read(default).WithCancellation(stoppingToken)) { client.ToString(); } client.Close();", "while (true) { try { await client.SendAsync(ct); } catch (OperationCanceledException) { yield break; } yield return 1; }")]
    [InlineData("await foreach (var it in Read(stoppingToken)) { client.ToString(); } client.Close();", "while (true) { try { await client.SendAsync(ct); } catch (OperationCanceledException) { yield break; } yield return 1; }")]
    [InlineData("await foreach (var it in Read(stoppingToken)) { client.ToString(); } client.Close();", "for (var i = 0; i < 3; i++) { await client.SendAsync(ct); yield return i; }")]
    public Task Streams_that_end_quietly_do_not(string body, string stream) => Check.Silent(Worker(
        "        " + body, "    private async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { " + stream + " }"));
}
