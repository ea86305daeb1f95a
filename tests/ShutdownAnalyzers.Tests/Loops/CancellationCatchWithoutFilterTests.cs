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
