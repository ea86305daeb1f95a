using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.FilterLetsTimeoutEscapeAnalyzer,
    ShutdownAnalyzers.Loops.FilterLetsTimeoutEscapeCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class FilterLetsTimeoutEscapeTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        class Poller(HttpClient http, ILogger<Poller> log) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }
        {{members}}
        }
        """;

    private static string Loop(string clauses) => "while (!stoppingToken.IsCancellationRequested) { try { await http.GetStringAsync(\"/\", stoppingToken); } " + clauses + " }";

    [Theory]
    [InlineData("catch (Exception e) when ([|e is not OperationCanceledException|]) { log.LogError(e, \"\"); }", "catch (Exception e) when (!stoppingToken.IsCancellationRequested) { log.LogError(e, \"\"); }")]
    [InlineData("catch (Exception e) when ([|!(e is OperationCanceledException)|]) { log.LogError(e, \"\"); }", "catch (Exception e) when (!stoppingToken.IsCancellationRequested) { log.LogError(e, \"\"); }")]
    [InlineData("catch (Exception e) when ([|e is not OperationCanceledException && log is not null|]) { log.LogError(e, \"\"); }", "catch (Exception e) when (!stoppingToken.IsCancellationRequested && log is not null) { log.LogError(e, \"\"); }")]
    [InlineData("[|catch|] (OperationCanceledException) { throw; } catch (Exception e) { log.LogError(e, \"\"); }", "catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { throw; } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("catch /* a */ (Exception e) /* b */ when /* c */ (/* d */ [|e is not OperationCanceledException|] /* e */) /* f */ { log.LogError(e, \"\"); }", "catch /* a */ (Exception e) /* b */ when /* c */ (/* d */ !stoppingToken.IsCancellationRequested /* e */) /* f */ { log.LogError(e, \"\"); }")]
    public Task Signal_decides(string before, string after) => Check.Fixes(Worker(Loop(before)), Worker(Loop(after)));

    [Fact]
    public Task Try_in_a_helper_that_the_loop_calls_counts() => Check.Fixes(
        Worker("while (true) { await OnceAsync(stoppingToken); await Task.Delay(1000, stoppingToken); }",
            "    private async Task OnceAsync(CancellationToken ct) { try { await http.GetStringAsync(\"/\", ct); } catch (Exception e) when ([|e is not OperationCanceledException|]) { log.LogError(e, \"\"); } }"),
        Worker("while (true) { await OnceAsync(stoppingToken); await Task.Delay(1000, stoppingToken); }",
            "    private async Task OnceAsync(CancellationToken ct) { try { await http.GetStringAsync(\"/\", ct); } catch (Exception e) when (!ct.IsCancellationRequested) { log.LogError(e, \"\"); } }"));

    [Fact]
    public Task Filter_may_stand_in_a_helper() => Check.Finds(
        Worker(Loop("catch (Exception e) when ([|!IsCancellation(e)|]) { log.LogError(e, \"\"); }"), "    private static bool IsCancellation(Exception exception) => exception is OperationCanceledException;"));

    private static string Outside(string clause) => Worker(
        "try { " + Loop("catch (Exception e) when ([|e is not OperationCanceledException|]) { log.LogError(e, \"\"); }") + " } " + clause + " { log.LogInformation(\"\"); }",
        "    private static bool IsOver(CancellationToken end) => end.IsCancellationRequested;");

    [Theory]
    [InlineData("catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)")]
    [InlineData("catch (OperationCanceledException e) when (e.CancellationToken == stoppingToken)")]
    [InlineData("catch (Exception) when (IsOver(stoppingToken))")]
    [InlineData("catch (Exception e) when (e is not TaskCanceledException and not OperationCanceledException)")]
    public Task Time_out_passes_a_catch_around_the_loop_that_only_takes_the_stop(string clause) => Check.Finds(Outside(clause));

    [Theory]
    [InlineData("catch (OperationCanceledException)")]
    [InlineData("catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)")]
    [InlineData("catch (Exception e) when (stoppingToken.IsCancellationRequested || e.InnerException is TimeoutException)")]
    [InlineData("catch (Exception) when (log is not null)")]
    public Task Catch_around_the_loop_may_take_it(string clause) => Check.Silent(Outside(clause).Replace("[|", "").Replace("|]", ""));

    private const string Attempt = "    private async Task Attempt(Func<Task> work) { try { await work(); } catch (Exception e) when ([|e is not OperationCanceledException|]) { log.LogError(e, \"\"); } }";

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Attempt(async () => { await http.GetStringAsync(\"/\", stoppingToken); }); await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Attempt(PollAsync); } async Task PollAsync() { await Task.Delay(1, stoppingToken); await http.GetStringAsync(\"/\", stoppingToken); }")]
    public Task Code_that_a_helper_is_handed_may_time_out(string body) => Check.Finds(Worker(body, Attempt));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Attempt(() => Task.Delay(1000, stoppingToken)); }")]
    [InlineData("await Attempt(() => http.GetStringAsync(\"/\", stoppingToken)); while (!stoppingToken.IsCancellationRequested) { await Attempt(() => Task.Delay(1000, stoppingToken)); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Attempt(async () => { try { await http.GetStringAsync(\"/\", stoppingToken); } catch (OperationCanceledException) { } }); }")]
    public Task Or_not(string body) => Check.Silent(Worker(body, Attempt.Replace("[|", "").Replace("|]", "")));

    [Theory]
    [InlineData("while (_open.Count > 0) { ", " await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (_open is not []) { foreach (var it in _open.ToArray()) { ", " } await Task.Delay(1000, stoppingToken); }")]
    public Task Loop_that_polls_until_something_is_over_counts(string before, string after) => Check.Finds(
        Worker(before + "try { await http.GetStringAsync(\"/\", stoppingToken); } catch (Exception e) when ([|e is not OperationCanceledException|]) { _open.Clear(); }" + after, "    private readonly List<int> _open = [1];"));

    [Theory]
    [InlineData("foreach (var it in new[] { 1, 2 }) { ", " await Task.Delay(1000, stoppingToken); }")]
    [InlineData("for (var i = 0; i < 3; i++) { ", " await Task.Delay(1000, stoppingToken); }")]
    [InlineData("var end = DateTime.UtcNow.AddMinutes(1); while (DateTime.UtcNow < end) { ", " await Task.Delay(1000, stoppingToken); }")]
    public Task Loop_that_gives_up_some_time_does_not(string before, string after) => Check.Silent(
        Worker(before + "try { await http.GetStringAsync(\"/\", stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); }" + after));

    [Theory]
    [InlineData("catch (Exception e) when (!stoppingToken.IsCancellationRequested) { log.LogError(e, \"\"); }")]
    [InlineData("catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { throw; } catch (Exception e) { log.LogError(e, \"\"); }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { log.LogError(e, \"\"); }")]
    [InlineData("catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); } catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); } catch (OperationCanceledException) { break; }")]
    [InlineData("catch (Exception e) when (e is not OutOfMemoryException) { log.LogError(e, \"\"); }")]
    [InlineData("catch (Exception e) { log.LogError(e, \"\"); }")]
    public Task Filters_that_keep_time_outs_in_are_left_alone(string clauses) => Check.Silent(Worker(Loop(clauses)));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Task.Delay(1, stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); } }")]
    [InlineData("try { await http.GetStringAsync(\"/\", stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); }")]
    [InlineData("try { while (true) { try { await http.GetStringAsync(\"/\", stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"\"); } } } catch (OperationCanceledException) { }")]
    public Task Nothing_times_out_or_the_loop_is_guarded(string body) => Check.Silent(Worker(body));
}
