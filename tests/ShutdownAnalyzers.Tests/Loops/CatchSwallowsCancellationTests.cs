using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.CatchSwallowsCancellationAnalyzer,
    ShutdownAnalyzers.Loops.CatchSwallowsCancellationCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class CatchSwallowsCancellationTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        class Pump(ILogger<Pump> log, PeriodicTimer timer) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                log.LogInformation("{Timer}", timer);
                while (true)
                {
                    {{body}}
                }
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } [|catch|] (Exception e) { log.LogError(e, \"\"); }", "try { await Task.Delay(1000, stoppingToken); } catch (Exception e) when (!stoppingToken.IsCancellationRequested) { log.LogError(e, \"\"); }")]
    [InlineData("try { await timer.WaitForNextTickAsync(stoppingToken); } [|catch|] { }", "try { await timer.WaitForNextTickAsync(stoppingToken); } catch when (!stoppingToken.IsCancellationRequested) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (TimeoutException) { return; } [|catch|] (OperationCanceledException) { }", "try { await Task.Delay(1000, stoppingToken); } catch (TimeoutException) { return; } catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } [|catch|] (OperationCanceledException) { }", "try { await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } [|catch|] (TaskCanceledException) { continue; }", "try { await Task.Delay(1000, stoppingToken); } catch (TaskCanceledException) when (!stoppingToken.IsCancellationRequested) { continue; }")]
    [InlineData("try { stoppingToken.ThrowIfCancellationRequested(); } [|catch|] (Exception) when (log is not null) { }", null)]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } [|catch|] (Exception e) when (e is not IOException) { }", "try { await Task.Delay(1000, stoppingToken); } catch (Exception e) when (e is not IOException && !stoppingToken.IsCancellationRequested) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); if (log is null) return; } [|catch|] (Exception) { }", "try { await Task.Delay(1000, stoppingToken); if (log is null) return; } catch (Exception) when (!stoppingToken.IsCancellationRequested) { }")]
    public Task Catch_lets_the_cancellation_pass(string before, string? after)
        => after is null ? Check.Silent(Worker(before.Replace("[|", "").Replace("|]", ""))) : Check.Fixes(Worker(before), Worker(after));

    [Fact]
    public Task Comments_around_the_catch_stay() => Check.Fixes(
        Worker("try /* a */ { await Task.Delay(1000, stoppingToken); /* b */ } /* c */ [|catch|] /* d */ (/* e */ Exception /* f */) /* g */ // h\n            { /* i */ } // j"),
        Worker("try /* a */ { await Task.Delay(1000, stoppingToken); /* b */ } /* c */ catch /* d */ (/* e */ Exception /* f */) when (!stoppingToken.IsCancellationRequested) /* g */ // h\n            { /* i */ } // j"));

    [Fact]
    public Task Second_action_asks_the_signal_in_the_loop() => Check.Fixes(
        Worker("try { await Task.Delay(1000, stoppingToken); } [|catch|] (Exception) { }"),
        Worker("try { await Task.Delay(1000, stoppingToken); } catch (Exception) { }").Replace("while (true)", "while (!stoppingToken.IsCancellationRequested)"),
        action: 1);

    [Fact]
    public Task Helper_that_swallows_is_reported_at_its_call_and_the_loop_asks_the_signal()
    {
        const string Guard =
            """

                private async Task GuardAsync(Func<Task> action)
                {
                    try { await action(); }
                    catch (Exception e) { log.LogError(e, ""); }
                }
            """;
        return Check.Fixes(
            Worker("await [|GuardAsync(() => Task.Delay(3000, stoppingToken))|];", Guard),
            Worker("await GuardAsync(() => Task.Delay(3000, stoppingToken));", Guard).Replace("while (true)", "while (!stoppingToken.IsCancellationRequested)"));
    }

    [Fact]
    public Task Nobody_awaits_a_thread_so_its_loop_asks_the_signal() => Check.Fixes(
        """
        class Station(CancellationToken stop)
        {
            public void Start() => new Thread(() =>
            {
                for (;;) { try { stop.ThrowIfCancellationRequested(); Console.WriteLine(); } [|catch|] (Exception) { } }
            }) { IsBackground = true }.Start();
        }
        """.Replace("Station(CancellationToken stop)", "Station(IHostApplicationLifetime life)").Replace("stop.Throw", "life.ApplicationStopping.Throw"),
        """
        class Station(IHostApplicationLifetime life)
        {
            public void Start() => new Thread(() =>
            {
                for (; !life.ApplicationStopping.IsCancellationRequested;) { try { life.ApplicationStopping.ThrowIfCancellationRequested(); Console.WriteLine(); } catch (Exception) { } }
            }) { IsBackground = true }.Start();
        }
        """);

    // Near misses.

    [Theory]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception) when (!stoppingToken.IsCancellationRequested) { }")]
    [InlineData("try { log.LogInformation(\"x\"); await Task.Delay(1000, stoppingToken); } catch (TimeoutException) { return; } catch (OperationCanceledException) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; } catch (Exception) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception) { if (stoppingToken.IsCancellationRequested) throw; }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) { return; } catch (Exception) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception) { await Task.Delay(5000, stoppingToken); }")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { } await Task.Delay(1000, stoppingToken);")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (IOException) { }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception) { } if (stoppingToken.IsCancellationRequested) break;")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception e) { Fail(e); }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (Exception) { Environment.Exit(1); }")]
    [InlineData("try { try { await Task.Delay(1000, stoppingToken); } catch (Exception e) { throw new InvalidOperationException(\"\", e); } } catch (IOException) { }")]
    public Task Cancellations_that_get_out_are_left_alone(string body) => Check.Silent(Worker(body,
        "\n    [System.Diagnostics.CodeAnalysis.DoesNotReturn]\n    private static void Fail(Exception e) => throw new InvalidOperationException(\"\", e);\n"));

    [Fact]
    public Task Loop_that_asks_its_token_ends_with_one_false_log_entry() => Check.Silent(
        Worker("try { await Task.Delay(1000, stoppingToken); } catch (Exception e) { log.LogError(e, \"\"); }").Replace("while (true)", "while (!stoppingToken.IsCancellationRequested)"));

    [Fact]
    public Task Time_limit_of_one_call_is_no_stop_signal() => Check.Silent(
        Worker("using var limit = new CancellationTokenSource(1000); try { await Task.Delay(5000, limit.Token); } catch (OperationCanceledException) { } await Task.Delay(1000, stoppingToken);"));
}
