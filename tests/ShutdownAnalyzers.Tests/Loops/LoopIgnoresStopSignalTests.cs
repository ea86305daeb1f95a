using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.LoopIgnoresStopSignalAnalyzer,
    ShutdownAnalyzers.Loops.LoopIgnoresStopSignalCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class LoopIgnoresStopSignalTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        interface IJob { Task RunAsync(); Task RunAsync(CancellationToken ct); bool Next(); void Run(); }

        class Pump(IJob job) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
        {{body}}
            }
        {{members}}
        }
        """;

    [Fact]
    public Task Endless_loop_asks_the_token_its_waits_take_it_and_every_comment_stays() => Check.Fixes(
        Worker(
            """
                    // before
                    [|while|] (/* for */ true /* ever */) // poll
                    {
                        // one
                        await job.RunAsync(); // done
                        await Task.Delay(/* ms */ 5000 /* long */); // rest
                        /* end */
                    } // after
            """),
        Worker(
            """
                    // before
                    while (/* for */ !stoppingToken.IsCancellationRequested /* ever */) // poll
                    {
                        // one
                        await job.RunAsync(); // done
                        await Task.Delay(/* ms */ 5000 /* long */, stoppingToken); // rest
                        /* end */
                    } // after
            """));

    [Theory]
    [InlineData("[|while|] (true)\n{\n    await job.RunAsync();\n}", "while (!stoppingToken.IsCancellationRequested)\n{\n    await job.RunAsync();\n}")]
    [InlineData("[|while|] (!false)\n{\n    await job.RunAsync();\n}", "while (!stoppingToken.IsCancellationRequested)\n{\n    await job.RunAsync();\n}")]
    [InlineData("[|for|] (;;)\n{\n    await job.RunAsync();\n}", "for (; !stoppingToken.IsCancellationRequested;)\n{\n    await job.RunAsync();\n}")]
    [InlineData("[|for|] (var n = 0; ; n++)\n{\n    await job.RunAsync();\n}", "for (var n = 0; !stoppingToken.IsCancellationRequested; n++)\n{\n    await job.RunAsync();\n}")]
    [InlineData("[|do|]\n{\n    await job.RunAsync();\n}\nwhile (true);", "do\n{\n    await job.RunAsync();\n}\nwhile (!stoppingToken.IsCancellationRequested);")]
    [InlineData("[|while|] (true)\n    await job.RunAsync();", "while (!stoppingToken.IsCancellationRequested)\n    await job.RunAsync();")]
    public Task Every_way_to_write_for_ever(string before, string after) => Check.Fixes(Worker(before), Worker(after));

    [Fact]
    public Task Sleep_in_an_async_method_becomes_a_delay() => Check.Fixes(
        Worker("        [|while|] (true)\n        {\n            await job.RunAsync();\n            Thread.Sleep(60000);\n        }"),
        Worker("        while (!stoppingToken.IsCancellationRequested)\n        {\n            await job.RunAsync();\n            await Task.Delay(60000, stoppingToken);\n        }"));

    [Fact]
    public Task Private_helper_gets_a_parameter_from_its_caller() => Check.Fixes(
        Worker(
            "        await LoopAsync(5);",
            """

                private async Task LoopAsync(int seconds)
                {
                    [|while|] (true)
                    {
                        await job.RunAsync();
                        await Task.Delay(seconds * 1000);
                    }
                }
            """),
        Worker(
            "        await LoopAsync(5, stoppingToken);",
            """

                private async Task LoopAsync(int seconds, CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await job.RunAsync();
                        await Task.Delay(seconds * 1000, stoppingToken);
                    }
                }
            """));

    [Fact]
    public Task Synchronous_override_comes_to_its_end() => Check.Fixes(
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (true)
                {
                    Console.WriteLine("tick");
                }
            }
        }
        """,
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    Console.WriteLine("tick");
                }

                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Loop_in_a_local_function_a_lambda_and_a_nested_type_is_seen() => Check.Fixes(
        """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                async Task LoopAsync()
                {
                    [|while|] (true) { await Task.Yield(); }
                }

                await Task.WhenAll(LoopAsync(), Task.Run(async () => { [|for|] (;;) { await Task.Yield(); } }));
            }

            class Inner : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop) { [|while|] (true) { await Task.Yield(); } }
            }
        }
        """,
        """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                async Task LoopAsync()
                {
                    while (!stoppingToken.IsCancellationRequested) { await Task.Yield(); }
                }

                await Task.WhenAll(LoopAsync(), Task.Run(async () => { for (; !stoppingToken.IsCancellationRequested;) { await Task.Yield(); } }));
            }

            class Inner : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) { await Task.Yield(); } }
            }
        }
        """);

    [Fact]
    public Task Helper_of_another_class_that_a_worker_calls_is_reported_without_a_fix() => Check.Reports(
        """
        public interface IPoller { Task RunAsync(); }

        public class Poller : IPoller
        {
            public async Task RunAsync()
            {
                [|while|] (true) { await Task.Yield(); }
            }
        }

        class Worker(IPoller poller) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => poller.RunAsync();
        }
        """);

    [Fact]
    public Task Thread_body_without_a_signal_is_reported() => Check.Reports(
        """
        class Station
        {
            private readonly Thread _thread;
            private int _count;

            public Station()
            {
                _thread = new Thread(Loop) { IsBackground = true };
                _thread.Start();
            }

            private void Loop()
            {
                [|while|] (true)
                {
                    _count++;
                    Thread.Sleep(100);
                }
            }
        }
        """);

    [Fact]
    public Task Entry_point_of_a_daemon_is_reported() => Check.Reports(
        """
        var copies = 0;
        [|while|] (true)
        {
            File.Copy("a", "b" + copies++);
            await Task.Delay(TimeSpan.FromHours(1));
        }
        """);

    [Fact]
    public Task Token_that_only_guards_the_start_of_the_task_ends_nothing() => Check.Reports(
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Work, stoppingToken);

            private static void Work()
            {
                [|while|] (true) { Console.WriteLine(); }
            }
        }
        """);

    [Fact]
    public Task Cancellation_that_is_awaited_without_throwing_ends_nothing() => Check.Fixes(
        Worker("        [|while|] (true)\n        {\n            await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);\n        }"),
        Worker("        while (!stoppingToken.IsCancellationRequested)\n        {\n            await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);\n        }"));

    // Near misses.

    [Theory]
    [InlineData("while (true) { await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (true) { await job.RunAsync(stoppingToken); }")]
    [InlineData("while (true) { stoppingToken.ThrowIfCancellationRequested(); job.Run(); }")]
    [InlineData("while (true) { if (stoppingToken.IsCancellationRequested) break; job.Run(); }")]
    [InlineData("while (true) { if (stoppingToken.IsCancellationRequested) { return; } job.Run(); }")]
    [InlineData("while (true) { if (!job.Next()) break; }")]
    [InlineData("while (job.Next()) { await job.RunAsync(); }")]
    [InlineData("for (var i = 0; i < 10; i++) { await job.RunAsync(); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await job.RunAsync(); }")]
    [InlineData("while (stoppingToken.IsCancellationRequested == false) { await job.RunAsync(); }")]
    [InlineData("while (stoppingToken is { IsCancellationRequested: false }) { await job.RunAsync(); }")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); while (true) { await Task.Delay(1000, linked.Token); }")]
    [InlineData("var delay = (int ms) => Task.Delay(ms, stoppingToken); while (true) { await delay(1000); }")]
    [InlineData("while (true) { await Task.WhenAll(job.RunAsync(), Task.Delay(1000, stoppingToken)); }")]
    [InlineData("while (true) { var pause = Task.Delay(1000, stoppingToken); await job.RunAsync(); await pause; }")]
    [InlineData("while (true) { try { await job.RunAsync(stoppingToken); } catch (IOException) { } }")]
    [InlineData("while (true) { try { await job.RunAsync(stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { } }")]
    [InlineData("while (true) { try { await job.RunAsync(stoppingToken); } catch (Exception) { throw; } }")]
    [InlineData("await foreach (var n in Numbers(stoppingToken)) { Console.WriteLine(n); } static async IAsyncEnumerable<int> Numbers([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { while (true) { await Task.Delay(1, ct); yield return 1; } }")]
    public Task Loops_that_end_are_left_alone(string loop) => Check.Silent(Worker(loop));

    [Fact]
    public Task Base_class_that_keeps_the_token_and_rests_with_it_ends_the_loop() => Check.Silent(
        """
        abstract class Repeating : BackgroundService
        {
            private CancellationToken _stop;
            protected bool Active => !_stop.IsCancellationRequested;
            protected Task RestAsync(TimeSpan time) => Task.Delay(time, _stop);
            protected abstract Task RunAsync();
            protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken) { _stop = stoppingToken; await RunAsync(); }
        }

        class First : Repeating { protected override async Task RunAsync() { while (Active) { await Task.Yield(); } } }

        class Second : Repeating { protected override async Task RunAsync() { do { await RestAsync(TimeSpan.FromMinutes(5)); } while (true); } }
        """);

    [Fact]
    public Task Listener_that_the_stop_path_closes_ends_the_loop() => Check.Silent(
        """
        using System.Net.Sockets;

        class Server : BackgroundService
        {
            private readonly TcpListener _listener = new(System.Net.IPAddress.Loopback, 0);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var stop = stoppingToken.Register(_listener.Stop);
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Retrying_helper_that_passes_the_cancellation_on_ends_the_loop() => Check.Silent(Worker(
        "        while (true) { await GuardAsync(() => job.RunAsync(stoppingToken)); }",
        """

            private static async Task GuardAsync(Func<Task> action)
            {
                try { await action(); }
                catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); }
            }
        """));

    private static string Paced(string members) =>
        $$"""
        sealed class Pace(CancellationToken end)
        {
            {{members}}
        }

        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Work(new Pace(stoppingToken)));

            private static void Work(Pace pace)
            {
                try { [|while|] (true) { Console.WriteLine(); pace.Rest(); } }
                finally { Console.WriteLine(); }
            }
        }
        """;

    [Theory]
    [InlineData("public void Rest() { Thread.Sleep(100); if (end.IsCancellationRequested) throw new OperationCanceledException(\"over\", end); }")]
    [InlineData("public void Rest() { if (end.WaitHandle.WaitOne(100)) throw new OperationCanceledException(); }")]
    [InlineData("public void Rest() { end.WaitHandle.WaitOne(100); Ask(); } private void Ask() { switch (Over) { case true: throw new TaskCanceledException(); } } private bool Over => end.IsCancellationRequested;")]
    [InlineData("private sealed class Over : Exception; public void Rest() { Thread.Sleep(100); if (end.IsCancellationRequested) { throw new Over(); } }")]
    public Task Helper_that_throws_when_the_signal_has_fired_ends_the_loop(string members) => Check.Silent(Paced(members).Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("public void Rest() { Thread.Sleep(100); if (end.CanBeCanceled) throw new InvalidOperationException(); }")]
    [InlineData("public void Rest() { Thread.Sleep(100); if (!end.IsCancellationRequested && Console.KeyAvailable) throw new InvalidOperationException(); }")]
    [InlineData("public void Rest() { try { if (end.IsCancellationRequested) throw new TimeoutException(); } catch (TimeoutException) { } }")]
    public Task Helper_that_throws_for_other_reasons_does_not(string members) => Check.Finds(Paced(members));

    [Fact]
    public Task Signal_by_a_custom_interface_ends_the_loop() => Check.Silent(
        """
        interface IStopSignal { CancellationToken Token { get; } }

        class HostStop(IHostApplicationLifetime lifetime) : IStopSignal { public CancellationToken Token => lifetime.ApplicationStopping; }

        class Station(IStopSignal stop)
        {
            public void Start() => new Thread(() => { while (!stop.Token.IsCancellationRequested) { Console.WriteLine(); } }) { IsBackground = true }.Start();
        }
        """);

    [Fact]
    public Task Iterators_hand_control_back() => Check.Silent(
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                foreach (var n in Count()) { if (stoppingToken.IsCancellationRequested) { break; } Console.WriteLine(n); }
                return Task.CompletedTask;
            }

            private static IEnumerable<int> Count() { var n = 0; while (true) { yield return n++; } }
        }
        """);

    [Fact]
    public Task Program_that_talks_to_a_person_is_left_alone() => Check.Silent(
        """
        while (true)
        {
            var line = Console.ReadLine();
            Console.WriteLine(line);
        }
        """);

    [Fact]
    public Task Library_code_that_nobody_here_runs_is_left_alone() => Check.Silent(
        "public class Spinner { private int _n; public void Spin() { while (true) { _n++; } } }");

    [Fact]
    public Task Type_of_the_same_name_is_not_the_frameworks() => Check.Silent(
        """
        namespace Mine
        {
            abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken stoppingToken); }

            class Pump : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) { await Task.Yield(); } } }
        }
        """);

    [Theory]
    [InlineData("while (!_end.IsCancellationRequested) { await Task.Yield(); }")]
    [InlineData("await LoopAsync(_end.Token); static async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Yield(); } }")]
    public Task Source_that_nobody_cancels_is_told_of_by_SHUT110(string loop)
        => Check.Silent(Worker(loop, "    private readonly CancellationTokenSource _end = new();"));
}
