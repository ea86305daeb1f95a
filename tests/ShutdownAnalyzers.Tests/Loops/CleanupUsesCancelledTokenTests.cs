using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.CleanupUsesCancelledTokenAnalyzer,
    ShutdownAnalyzers.Loops.CleanupUsesCancelledTokenCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class CleanupUsesCancelledTokenTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        interface IStore { Task SaveAsync(CancellationToken ct = default); Task WorkAsync(CancellationToken ct); }

        class Saver(IStore store, IHostApplicationLifetime life) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
        {{body}}
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("        try { await store.WorkAsync(stoppingToken); }\n        finally\n        {\n            #\n        }", "stoppingToken")]
    [InlineData("        try { await store.WorkAsync(stoppingToken); }\n        catch (OperationCanceledException)\n        {\n            #\n        }", "stoppingToken")]
    [InlineData("        try { await store.WorkAsync(stoppingToken); }\n        catch (Exception) when (stoppingToken.IsCancellationRequested)\n        {\n            #\n        }", "stoppingToken")]
    [InlineData("        while (!stoppingToken.IsCancellationRequested) { await store.WorkAsync(default); }\n        #", "stoppingToken")]
    [InlineData("        try { await store.WorkAsync(stoppingToken); }\n        finally\n        {\n            #\n        }", "life.ApplicationStopping")]
    [InlineData("        if (stoppingToken.IsCancellationRequested)\n        {\n            #\n        }", "stoppingToken")]
    public Task Clean_up_gets_time_of_its_own(string body, string token)
    {
        var indent = body[(body[..body.IndexOf('#')].LastIndexOf('\n') + 1)..body.IndexOf('#')];
        var before = $"await store.SaveAsync(/* a */ [|{token}|] /* b */); // c";
        var after = $"using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));\n{indent}await store.SaveAsync(/* a */ grace.Token /* b */); // c";

        // What is added behind a loop stands apart from it.
        return Check.Fixes(Worker(body.Replace("#", before)), Worker(body.Replace("}\n        #", "}\n\n        #").Replace("#", after)));
    }

    [Fact]
    public Task StopAsync_has_a_limit_already() => Check.Fixes(
        """
        interface IStore { Task SaveAsync(CancellationToken ct); }

        class Saver(IStore store) : IHostedService
        {
            private readonly CancellationTokenSource _stopping = new();
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping.Cancel();
                await store.SaveAsync([|_stopping.Token|]);
            }
        }
        """,
        """
        interface IStore { Task SaveAsync(CancellationToken ct); }

        class Saver(IStore store) : IHostedService
        {
            private readonly CancellationTokenSource _stopping = new();
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping.Cancel();
                await store.SaveAsync(cancellationToken);
            }
        }
        """);

    [Theory]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { await store.SaveAsync(CancellationToken.None); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { await store.SaveAsync(); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { using var limit = new CancellationTokenSource(1000); await store.SaveAsync(limit.Token); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } catch (IOException) { await store.SaveAsync(stoppingToken); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { await store.SaveAsync(stoppingToken); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await store.SaveAsync(stoppingToken); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { stoppingToken.ThrowIfCancellationRequested(); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { await Task.WhenAny(store.SaveAsync(), Task.Delay(-1, stoppingToken)); }")]
    [InlineData("try { await store.WorkAsync(stoppingToken); } finally { _ = store.SaveAsync(stoppingToken); }")]
    public Task Tokens_that_have_not_fired_are_left_alone(string body) => Check.Silent(Worker(body));

    [Fact]
    public Task Deadline_of_StopAsync_is_right() => Check.Silent(Worker("        await store.WorkAsync(stoppingToken);",
        "    public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); await store.SaveAsync(cancellationToken); }"));

    [Theory]
    [InlineData("try { await store.WorkAsync(stoppingToken); await KeepAsync(); } finally { await [|KeepAsync()|]; } async Task KeepAsync() { await store.SaveAsync(stoppingToken); }", "")]
    [InlineData("_token = stoppingToken; try { await KeepAsync(); } catch (OperationCanceledException) { await [|KeepAsync()|]; }", "private CancellationToken _token; private Task KeepAsync() => store.SaveAsync(_token);")]
    public Task Helper_that_hands_the_token_on_by_itself_is_reported_where_clean_up_calls_it(string body, string members) => Check.Reports(Worker(body, members));

    [Theory]
    [InlineData("try { await store.WorkAsync(stoppingToken); await KeepAsync(); } finally { await KeepAsync(); } async Task KeepAsync() { await store.SaveAsync(); }", "")]
    [InlineData("try { await KeepAsync(stoppingToken); } finally { await KeepAsync(default); } async Task KeepAsync(CancellationToken ct) { await store.SaveAsync(ct); }", "")]
    [InlineData("try { await KeepAsync(); } finally { store.ToString(); } async Task KeepAsync() { await store.SaveAsync(stoppingToken); }", "")]
    public Task Helper_that_runs_in_time_or_with_a_token_of_its_caller_is_left_alone(string body, string members) => Check.Silent(Worker(body, members));
}
