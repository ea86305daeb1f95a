using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Lifetime.LinkedSourceLeaksAnalyzer,
    ShutdownAnalyzers.Lifetime.LinkedSourceLeaksCodeFix>;

namespace ShutdownAnalyzers.Tests.Lifetime;

public sealed class LinkedSourceLeaksTests
{
    private static string Endpoint(string body) =>
        $$"""
        static class Endpoints
        {
            static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Handle);

            static async Task<int> Handle(HttpContext context, IHostApplicationLifetime lifetime, CancellationToken ct)
            {
                {{body}}
            }

            static async Task<int> Work(CancellationToken token) { await Task.Delay(1, token); return 1; }
        }
        """;

    private const string Link = "CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)";

    [Theory]
    [InlineData($"var both = [|{Link}|]; return await Work(both.Token);", $"using var both = {Link}; return await Work(both.Token);")]
    [InlineData($"CancellationTokenSource both = [|{Link}|]; both.CancelAfter(9); return await Work(both.Token);", $"using CancellationTokenSource both = {Link}; both.CancelAfter(9); return await Work(both.Token);")]
    [InlineData($"var both = [|{Link}|]; var token = both.Token; return await Work(token).ConfigureAwait(false);", $"using var both = {Link}; var token = both.Token; return await Work(token).ConfigureAwait(false);")]
    [InlineData($"var both = [|{Link}|]; var work = Work(both.Token); return await work;", $"using var both = {Link}; var work = Work(both.Token); return await work;")]
    [InlineData($"var both = [|{Link}|]; return await Task.Run(() => Work(both.Token));", $"using var both = {Link}; return await Task.Run(() => Work(both.Token));")]
    [InlineData($"var both = [|{Link}|]; context.RequestAborted = both.Token; return await Work(default);", $"using var both = {Link}; context.RequestAborted = both.Token; return await Work(default);")]
    [InlineData($"var both = [|{Link}|]; context.Items[1] = both.Token; return await Work(default);", $"using var both = {Link}; context.Items[1] = both.Token; return await Work(default);")]
    public Task Source_of_a_request_gets_a_using(string body, string repaired) => Check.Fixes(Endpoint(body), Endpoint(repaired));

    [Theory]
    [InlineData($"var token = [|{Link}|].Token;\n        return await Work(token);", $"using var linked = {Link};\n        var token = linked.Token;\n        return await Work(token);")]
    [InlineData($"return await Work([|{Link}|].Token);", $"using var linked = {Link};\n        return await Work(linked.Token);")]
    [InlineData($"if (ct.CanBeCanceled)\n            return await Work([|{Link}|].Token);\n        return 0;", $"if (ct.CanBeCanceled)\n        {{\n            using var linked = {Link};\n            return await Work(linked.Token);\n        }}\n\n        return 0;")]
    public Task Source_that_only_its_token_was_taken_of_gets_a_name(string body, string repaired) => Check.Fixes(Endpoint(body), Endpoint(repaired));

    [Fact]
    public Task Case_of_a_switch_gets_a_block() => Check.Fixes(
        Endpoint(
            $$"""
            switch (context.Request.Method)
                    {
                        case "GET":
                            var both = [|{{Link}}|];
                            return await Work(both.Token);
                        default:
                            return 0;
                    }
            """),
        Endpoint(
            $$"""
            switch (context.Request.Method)
                    {
                        case "GET":
                            {
                                using var both = {{Link}};
                                return await Work(both.Token);
                            }
                        default:
                            return 0;
                    }
            """));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        Endpoint($"// one\n        /* two */ var /* three */ both /* four */ = /* five */ [|{Link}|] /* six */; // seven\n        return await Work(/* eight */ both.Token); // nine"),
        Endpoint($"// one\n        /* two */ using var /* three */ both /* four */ = /* five */ {Link} /* six */; // seven\n        return await Work(/* eight */ both.Token); // nine"));

    [Fact]
    public Task Method_that_returns_the_work_awaits_it() => Check.Fixes(
        """
        sealed class Reader(IHostApplicationLifetime lifetime) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public Task Next(CancellationToken ct)
            {
                var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|];
                return Task.Delay(1, both.Token);
            }
        }
        """,
        """
        sealed class Reader(IHostApplicationLifetime lifetime) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task Next(CancellationToken ct)
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
                await Task.Delay(1, both.Token);
            }
        }
        """);

    [Fact]
    public Task Lambda_handler_is_repaired() => Check.Fixes(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", async (CancellationToken ct, IHostApplicationLifetime lifetime) =>
        {
            var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|];
            await Task.Delay(1, both.Token);
        });
        app.Run();
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", async (CancellationToken ct, IHostApplicationLifetime lifetime) =>
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
            await Task.Delay(1, both.Token);
        });
        app.Run();
        """);

    private static string Worker(string members) =>
        $$"""
        class Worker(IHostApplicationLifetime lifetime) : BackgroundService
        {
            private CancellationTokenSource? _each;
            {{members}}
            static Task Work(CancellationToken token) => Task.Delay(1, token);
            static CancellationTokenSource Limit(CancellationToken token)
            {
                var source = CancellationTokenSource.CreateLinkedTokenSource(token);
                source.CancelAfter(1000);
                return source;
            }
        }
        """;

    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) { var it = [|CancellationTokenSource.CreateLinkedTokenSource(stop)|]; await Work(it.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { foreach (var i in new[] { 1, 2 }) await One(stop); } async Task One(CancellationToken ct) { var it = [|CancellationTokenSource.CreateLinkedTokenSource(ct)|]; await Work(it.Token); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { var it = [|Limit(stop)|]; await Work(it.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { _each = [|CancellationTokenSource.CreateLinkedTokenSource(stop)|]; await Work(_each.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { _each = [|CancellationTokenSource.CreateLinkedTokenSource(stop)|]; await Work(_each.Token); } } public override void Dispose() { _each?.Dispose(); base.Dispose(); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { async Task Inner() { var it = [|CancellationTokenSource.CreateLinkedTokenSource(stop)|]; await Work(it.Token); } await Inner(); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stop) => Work(stop); public async Task AskAsync(CancellationToken ct) { var it = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|]; await Work(it.Token); }")]
    public Task Source_that_is_made_again_and_again_is_found(string members) => Check.Finds(Worker(members));

    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { var it = CancellationTokenSource.CreateLinkedTokenSource(stop); await Work(it.Token); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { using var it = CancellationTokenSource.CreateLinkedTokenSource(stop); await Work(it.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { using var it = Limit(stop); await Work(it.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { var it = Limit(stop); try { await Work(it.Token); } finally { it.Dispose(); } } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { _each?.Dispose(); _each = Limit(stop); await Work(_each.Token); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { var it = Limit(stop); _ = Work(it.Token).ContinueWith(_ => it.Dispose()); await Work(stop); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { var it = Limit(stop); Release(it); await Work(stop); } } static void Release(IDisposable it) => it.Dispose();")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { var all = new List<CancellationTokenSource>(); while (true) { all.Add(Limit(stop)); all.ForEach(static it => it.Dispose()); await Work(stop); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { using var own = new CancellationTokenSource(10); var it = CancellationTokenSource.CreateLinkedTokenSource(own.Token); await Work(it.Token); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stop) => Work(stop); public async Task AskAsync(CancellationToken ct) { var it = CancellationTokenSource.CreateLinkedTokenSource(ct); await Work(it.Token); }")]
    public Task Source_that_is_released_or_made_once_is_silent(string members) => Check.Silent(Worker(members));

    [Theory]
    [InlineData($"var both = {Link}; context.Response.RegisterForDispose(both); return await Work(both.Token);")]
    [InlineData("var both = CancellationTokenSource.CreateLinkedTokenSource(ct, context.RequestAborted); return await Work(both.Token);")]
    [InlineData("var both = new CancellationTokenSource(); return await Work(both.Token);")]
    public Task Source_that_the_request_owns_or_that_lives_as_long_is_silent(string body) => Check.Silent(Endpoint(body));

    [Theory]
    [InlineData("CancellationToken Combine(CancellationToken ct) => [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|].Token;")]
    [InlineData("CancellationToken Combine(CancellationToken ct) { var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|]; return both.Token; }")]
    [InlineData("private CancellationToken _kept; public CancellationToken Combine(CancellationToken ct) { var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|]; _kept = both.Token; return _kept; }")]
    [InlineData("void Fire(CancellationToken ct) { var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|]; _ = Task.Delay(1, both.Token); }")]
    [InlineData("void Fire(CancellationToken ct) { var both = [|CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping)|]; new Thread(() => both.Token.WaitHandle.WaitOne()).Start(); }")]
    public Task No_fix_where_the_token_outlives_the_code_that_made_it(string member) => Check.Reports(
        $$"""
        class Tokens(IHostApplicationLifetime lifetime)
        {
            public IHostApplicationLifetime Lifetime => lifetime;
            {{member}}
        }
        """);

    private static string Session(string members) =>
        $$"""
        sealed class Session(IHostApplicationLifetime lifetime) : IDisposable
        {
            private CancellationTokenSource? _open;
            {{members}}
            public void Dispose() => Interlocked.Exchange(ref _open, null)?.Dispose();
        }
        static class Module
        {
            static void Add(IServiceCollection services) => services.AddSingleton<Session>();
            static void Map(WebApplication app) => app.MapPost("/open", async (Session session) => await session.OpenAsync());
        }
        """;

    [Theory]
    [InlineData("public async Task OpenAsync() { var next = [|CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping)|]; var last = Interlocked.Exchange(ref _open, next); last?.Cancel(); await Task.Delay(9, next.Token); }")]
    [InlineData("public async Task OpenAsync() { _open?.Cancel(); _open = [|CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping)|]; await Task.Delay(9, _open.Token); }")]
    public Task Source_that_the_next_request_replaces_is_found_without_a_fix(string members) => Check.Reports(Session(members));

    [Theory]
    [InlineData("public async Task OpenAsync() { var next = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping); Replace(next); await Task.Delay(9, next.Token); } void Replace(CancellationTokenSource next) { if (Interlocked.Exchange(ref _open, next) is not { } last) return; last.Cancel(); last.Dispose(); }")]
    [InlineData("public async Task OpenAsync() { var next = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping); Interlocked.Exchange(ref _open, next)?.Dispose(); await Task.Delay(9, next.Token); }")]
    [InlineData("public async Task OpenAsync() { if (_open is null) _open = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping); await Task.Delay(9, _open.Token); }")]
    [InlineData("public async Task OpenAsync() { Close(); _open = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping); await Task.Delay(9, _open.Token); } void Close() { _open?.Cancel(); Dispose(); }")]
    [InlineData("public async Task OpenAsync() { _open ??= CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping); await Task.Delay(9, _open.Token); }")]
    public Task Source_that_is_disposed_when_it_is_replaced_or_made_only_once_is_silent(string members) => Check.Silent(Session(members));
}
