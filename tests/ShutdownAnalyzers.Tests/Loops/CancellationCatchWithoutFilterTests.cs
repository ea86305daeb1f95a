using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.CancellationCatchWithoutFilterAnalyzer,
    ShutdownAnalyzers.Loops.CancellationCatchWithoutFilterCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class CancellationCatchWithoutFilterTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        class Poller(HttpClient http, IHostApplicationLifetime life) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } [|catch|] (OperationCanceledException) { break; } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await http.GetStringAsync(\"/\", stoppingToken); } [|catch|] (TaskCanceledException) { return; } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } [|catch|] (OperationCanceledException e) { Console.WriteLine(e); break; } catch (Exception) { } }")]
    [InlineData("try { while (true) { await http.GetStringAsync(\"/\", stoppingToken); } } [|catch|] (OperationCanceledException) { }")]
    [InlineData("while (true) { try { using var limit = new CancellationTokenSource(1000); await Task.Delay(5000, limit.Token); } [|catch|] (OperationCanceledException) { break; } }")]
    [InlineData("while (true) { try { using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); limit.CancelAfter(1000); await Task.Delay(5000, limit.Token); } [|catch|] (OperationCanceledException) { return; } }")]
    public Task Only_the_signal_may_end_the_loop(string before) => Check.Fixes(Worker(before),
        Worker(System.Text.RegularExpressions.Regex.Replace(before, @"\[\|catch\|\] \((.*?)\)", "catch ($1) when (stoppingToken.IsCancellationRequested)")));

    [Fact]
    public Task Alias_of_the_exception_is_followed() => Check.Finds(
        "using Stopped = System.OperationCanceledException;\n" + Worker("while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } [|catch|] (Stopped) { break; } }"));

    [Fact]
    public Task Comments_stay() => Check.Fixes(
        Worker("while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } /* a */ [|catch|] /* b */ (OperationCanceledException /* c */) /* d */ { /* e */ break; } /* f */ }"),
        Worker("while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } /* a */ catch /* b */ (OperationCanceledException /* c */) when (stoppingToken.IsCancellationRequested) /* d */ { /* e */ break; } /* f */ }"));

    [Fact]
    public Task Helper_that_answers_false_ends_its_callers_loop() => Check.Fixes(
        Worker("while (await TryAsync(stoppingToken)) { }",
            "    private async Task<bool> TryAsync(CancellationToken ct) { try { await http.GetStringAsync(\"/\", ct); return true; } [|catch|] (OperationCanceledException) { return false; } }"),
        Worker("while (await TryAsync(stoppingToken)) { }",
            "    private async Task<bool> TryAsync(CancellationToken ct) { try { await http.GetStringAsync(\"/\", ct); return true; } catch (OperationCanceledException) when (ct.IsCancellationRequested) { return false; } }"));

    private static string Lookup(string body, string answers, string answer = "null", string type = "string?") => Worker(body,
        $$"""
            private enum Outcome { Done, Over }

            private async Task<{{type}}> FindAsync(CancellationToken ct)
            {
                try { var text = await http.GetStringAsync("/", ct); {{answers}} }
                [|catch|] (OperationCanceledException) { life.ToString(); {{(answer.Length > 0 ? $"return {answer};" : "")}} }
                {{(answer.Length > 0 ? "" : "return null;")}}
            }
        """);

    [Theory]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null) break; await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { string? found = null; found = await FindAsync(stoppingToken).ConfigureAwait(false); Console.WriteLine(found); if (found != null) { Console.WriteLine(); } else { return; } }")]
    [InlineData("while (true) { if (await FindAsync(stoppingToken) is not { Length: > 3 } found) { Console.WriteLine(); break; } Console.WriteLine(found); }")]
    [InlineData("while (true) { if (await FindAsync(stoppingToken) is { } found) { Console.WriteLine(found); continue; } else { break; } }")]
    [InlineData("while (await FindAsync(stoppingToken) is { } found) { Console.WriteLine(found); }")]
    [InlineData("string? found; do { found = await FindAsync(stoppingToken); } while (found is not null && found.Length < 100);")]
    public async Task Helper_that_answers_null_ends_its_callers_loop(string body)
    {
        await Check.Finds(Lookup(body, "return text;"));
        await Check.Finds(Lookup(body, "return text;", ""));
    }

    [Theory]
    [InlineData("while (true) { if (await FindAsync(stoppingToken) == Outcome.Over) break; }", "return Outcome.Done;", "Outcome.Over", "Outcome")]
    [InlineData("while (true) { var length = await FindAsync(stoppingToken); if (!length.HasValue) return; }", "return text.Length;", "null", "int?")]
    [InlineData("while (true) { var ok = await FindAsync(stoppingToken); if (!ok) { break; } }", "return text is [];", "false", "bool")]
    [InlineData("while (true) { if (await FindAsync(stoppingToken) is Outcome.Over) { return; } }", "return Outcome.Done;", "Outcome.Over", "Outcome")]
    public Task Other_answers_do_as_well(string body, string answers, string answer, string type) => Check.Finds(Lookup(body, answers, answer, type));

    [Theory]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null) continue; if (found is []) break; }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is not null) break; await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null && stoppingToken.IsCancellationRequested) break; }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null) { if (stoppingToken.IsCancellationRequested) break; } }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null) { life.StopApplication(); break; } }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); if (found is null) { throw new InvalidOperationException(); } }")]
    [InlineData("while (true) { var found = await FindAsync(stoppingToken); found ??= \"\"; if (found is null) break; }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { while (await FindAsync(stoppingToken) is { } found) { Console.WriteLine(found); } await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { while (true) { if (await FindAsync(stoppingToken) is null) break; } await Task.Delay(1000, stoppingToken); }")]
    public Task Answer_that_does_not_end_the_work_is_fine(string body) => Check.Silent(Lookup(body, "return text;").Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } catch (OperationCanceledException) { break; } } await Task.Delay(1000, stoppingToken); }")]
    [InlineData("for (;;) { try { while (true) { await http.GetStringAsync(\"/\", stoppingToken); } } catch (OperationCanceledException) { } if (stoppingToken.IsCancellationRequested) return; }")]
    public Task Loop_that_another_one_enters_again_is_not_over(string body) => Check.Silent(Worker(body));

    [Theory]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; } }")]
    [InlineData("while (true) { try { await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) { break; } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { continue; } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { } catch (OperationCanceledException) { break; } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { if (stoppingToken.IsCancellationRequested) break; } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { life.StopApplication(); return; } }")]
    [InlineData("while (true) { try { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { } await Task.Delay(1000, stoppingToken); } catch (OperationCanceledException) { break; } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { throw; } }")]
    [InlineData("while (true) { try { await http.GetStringAsync(\"/\"); } catch (HttpRequestException) { break; } }")]
    [InlineData("try { await http.GetStringAsync(\"/\"); } catch (OperationCanceledException) { return; }")]
    public Task Catches_that_tell_a_stop_from_a_time_out_are_left_alone(string body) => Check.Silent(Worker(body));

    private static string Courier(string deliver) =>
        $$"""
        interface IOffice { Task SendAsync(int it, CancellationToken ct); }

        class Office(HttpClient http) : IOffice
        {
            public async Task SendAsync(int it, CancellationToken ct) { {{deliver}} }
        }

        abstract class Courier : BackgroundService
        {
            protected abstract Task DeliverAsync(int it, CancellationToken ct);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                for (;;)
                {
                    try { await DeliverAsync(1, stoppingToken); await Task.Delay(1000, stoppingToken); }
                    [|catch|] (OperationCanceledException) { break; }
                }
            }
        }

        class Mail(IOffice office) : Courier
        {
            protected override Task DeliverAsync(int it, CancellationToken ct) => office.SendAsync(it, ct);
        }
        """;

    [Fact]
    public Task Overrides_and_implementations_are_followed() => Check.Finds(Courier("await http.GetStringAsync($\"/{it}\", ct);"));

    [Theory]
    [InlineData("Console.WriteLine(http); await Task.Delay(it, ct);")]
    [InlineData("try { await http.GetStringAsync($\"/{it}\", ct); } catch (OperationCanceledException) when (!ct.IsCancellationRequested) { }")]
    public Task Those_without_time_outs_are_fine(string deliver) => Check.Silent(Courier(deliver).Replace("[|", "").Replace("|]", ""));

    private static string Program(string run) =>
        $$"""
        class Sync(HttpClient http)
        {
            public async Task RunAsync(CancellationToken ct)
            {
                while (true)
                {
                    try { await http.GetStringAsync("/", ct); await Task.Delay(1000, ct); }
                    catch (OperationCanceledException) { break; }
                }
            }
        }

        static class Program
        {
            static async Task Main()
            {
                using var stop = new CancellationTokenSource();
                Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
                using var http = new HttpClient();
                {{run}}
            }
        }
        """;

    [Fact]
    public Task Program_that_ends_by_a_time_out_is_as_bad() => Check.Finds(Program("await new Sync(http).RunAsync(stop.Token);").Replace("catch (Op", "[|catch|] (Op"));

    [Fact]
    public Task Code_that_others_call_is_left_alone() => Check.Silent(Program("await Task.Delay(1000, stop.Token);"));

    [Fact]
    public Task Requests_are_left_alone() => Check.Silent(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async (HttpClient http, CancellationToken ct) => { while (true) { try { await http.GetStringAsync("/", ct); } catch (OperationCanceledException) { break; } } return ""; });
        app.Run();
        """);
}
