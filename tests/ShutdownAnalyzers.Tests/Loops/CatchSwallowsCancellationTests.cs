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

    [Theory]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } [|catch|] (OperationCanceledException) { } catch (IOException) { await Task.Delay(5000, stoppingToken); }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (IOException) { await Task.Delay(5000, stoppingToken); } [|catch|] (OperationCanceledException) { }")]
    [InlineData("try { log.LogInformation(\"x\"); await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) { } catch (IOException) { await Task.Delay(5000, stoppingToken); }")]
    [InlineData("try { await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) { } catch (IOException) { } await Task.Delay(5000, stoppingToken);")]
    public Task Wait_in_another_handler_is_no_way_out(string body) => Check.Finds(Worker(body));

    [Theory]
    [InlineData("private static void Ask(CancellationToken end) { if (end.IsCancellationRequested) throw new OperationCanceledException(end); }")]
    [InlineData("private static void Ask(CancellationToken end) { if (!end.IsCancellationRequested) return; throw new OperationCanceledException(\"over\", end); }")]
    public Task Helper_that_throws_itself_is_followed(string helper) => Check.Finds(Worker("try { Ask(stoppingToken); log.LogInformation(\"on\"); } [|catch|] (Exception e) { log.LogError(e, \"\"); }", helper));

    [Theory]
    [InlineData("private bool _over; private void Ask(CancellationToken end) { if (_over) throw new OperationCanceledException(); _over = end.CanBeCanceled; }")]
    [InlineData("private sealed class Over : Exception; private static void Ask(CancellationToken end) { if (end.IsCancellationRequested) throw new Over(); }")]
    public Task Helper_that_throws_for_reasons_of_its_own_proves_nothing(string helper) => Check.Silent(Worker("try { Ask(stoppingToken); log.LogInformation(\"on\"); } catch (Exception e) { log.LogError(e, \"\"); }", helper));

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

    private const string Wrap =
        """


        delegate Task Step(CancellationToken ct);

        static class Steps
        {
            public static Step Logged(this Step step, ILogger log) => async ct =>
            {
                try { await step(ct); }
                catch (Exception e) { log.LogError(e, ""); }
            };

            public static Step Timed(this Step step, ILogger log) => async ct =>
            {
                await step(ct);
                log.LogInformation("");
            };
        }
        """;

    [Theory]
    [InlineData("Step pause = ct => Task.Delay(1000, ct); await [|pause.Logged(log)(stoppingToken)|];")]
    [InlineData("Step pause = ct => Task.Delay(1000, ct); await [|pause.Timed(log).Logged(log)(stoppingToken)|];")]
    [InlineData("Step pause = ct => Task.Delay(1000, ct); var guarded = pause.Logged(log); await [|guarded(stoppingToken)|];")]
    [InlineData("Step pause = ct => Task.Delay(1000, ct); await pause.Timed(log)(stoppingToken);")]
    [InlineData("Step pause = ct => Task.Delay(1000, ct); await pause.Logged(log)(stoppingToken); await Task.Delay(1000, stoppingToken);")]
    public Task Delegate_that_a_helper_wraps_is_followed(string body) => Check.Finds(Worker(body) + Wrap);

    [Fact]
    public Task Delegate_may_be_made_before_the_loop() => Check.Finds(
        Worker("await [|guarded(stoppingToken)|];").Replace("while (true)", "Step pause = ct => Task.Delay(1000, ct); var guarded = pause.Logged(log); while (true)") + Wrap);

    private static string Asking(string loop, string helper) => Worker("").Replace("while (true)", "while (" + loop + ")") is var worker
        ? worker.Substring(0, worker.LastIndexOf('}')) + "    private async Task<bool> TickAsync(CancellationToken ct) { " + helper + " }\n}"
        : "";

    [Theory]
    [InlineData("await [|TickAsync(stoppingToken)|]", "try { if (!await timer.WaitForNextTickAsync(ct)) return false; log.LogInformation(\"\"); return true; } catch (Exception e) { log.LogError(e, \"\"); return true; }")]
    [InlineData("await [|TickAsync(stoppingToken)|].ConfigureAwait(false)", "try { await Task.Delay(1000, ct); return log is not null; } catch (Exception e) { log.LogError(e, \"\"); } return true;")]
    public Task Loop_that_goes_on_because_the_helper_says_so_after_its_catch(string loop, string helper) => Check.Finds(Asking(loop, helper));

    [Theory]
    [InlineData("await TickAsync(stoppingToken)", "try { if (!await timer.WaitForNextTickAsync(ct)) return false; return true; } catch (Exception e) { log.LogError(e, \"\"); return false; }")]
    [InlineData("await TickAsync(stoppingToken)", "try { return await timer.WaitForNextTickAsync(ct); } catch (Exception e) { log.LogError(e, \"\"); return !ct.IsCancellationRequested; }")]
    [InlineData("await TickAsync(stoppingToken)", "if (ct.IsCancellationRequested) return false; try { await timer.WaitForNextTickAsync(ct); } catch (Exception e) { log.LogError(e, \"\"); } return true;")]
    [InlineData("await TickAsync(stoppingToken)", "try { return await timer.WaitForNextTickAsync(ct); } catch (IOException e) { log.LogError(e, \"\"); return true; }")]
    [InlineData("await TickAsync(stoppingToken)", "try { return await timer.WaitForNextTickAsync(ct); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); return true; }")]
    [InlineData("!stoppingToken.IsCancellationRequested && await TickAsync(stoppingToken)", "try { return await timer.WaitForNextTickAsync(ct); } catch (Exception e) { log.LogError(e, \"\"); return true; }")]
    [InlineData("!await TickAsync(stoppingToken)", "try { return await timer.WaitForNextTickAsync(ct); } catch (Exception e) { log.LogError(e, \"\"); return true; }")]
    public Task Helper_that_says_when_it_is_over(string loop, string helper) => Check.Silent(Asking(loop, helper));

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
