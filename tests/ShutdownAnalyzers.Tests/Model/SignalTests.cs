using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Signal: what makes this token fire?</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("Use([|ct|]);", "Stop")]
    [InlineData("var token = ct; Use([|token|]);", "Stop")]
    [InlineData("Use([|CancellationToken.None|]);", "Never")]
    [InlineData("Use([|default|]);", "Never")]
    [InlineData("Use([|new CancellationToken()|]);", "Never")]
    [InlineData("Use([|lifetime.ApplicationStopping|]);", "Stop")]
    [InlineData("Use([|lifetime.ApplicationStarted|]);", "Wrong")]
    [InlineData("Use([|lifetime.ApplicationStopped|]);", "Wrong")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); Use([|cts.Token|]);", "Stop")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); cts.CancelAfter(1000); Use([|cts.Token|]);", "Stop, Timed")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None, lifetime.ApplicationStopping); Use([|cts.Token|]);", "Stop, Never")]
    [InlineData("using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(5)); Use([|cts.Token|]);", "Timed")]
    [InlineData("using var cts = new CancellationTokenSource(); Use([|cts.Token|]);", "Never")]
    [InlineData("using var cts = new CancellationTokenSource(); ct.Register(() => cts.Cancel()); Use([|cts.Token|]);", "Stop")]
    [InlineData("var pair = (Token: ct, Name: \"a\"); Use([|pair.Token|]);", "Stop")]
    [InlineData("var job = new Job(ct); Use([|job.Token|]);", "Stop")]
    [InlineData("var job = new Job(default); Use([|job.Token|]);", "Never")]
    [InlineData("await Task.Run(() => Use([|ct|]), ct);", "Stop")]
    [InlineData("await HelpAsync(ct); static Task HelpAsync(CancellationToken token) { Use([|token|]); return Task.CompletedTask; }", "Stop")]
    [InlineData("await HelpAsync(); static Task HelpAsync(CancellationToken token = default) { Use([|token|]); return Task.CompletedTask; }", "Never")]
    [InlineData("await OuterAsync(ct); static Task OuterAsync(CancellationToken a) => InnerAsync(a); static Task InnerAsync(CancellationToken b) { Use([|b|]); return Task.CompletedTask; }", "Stop")]
    [InlineData("Use([|Linked(ct)|]); static CancellationToken Linked(CancellationToken a) => CancellationTokenSource.CreateLinkedTokenSource(a).Token;", "Stop")]
    [InlineData("Use([|own.Token|]);", "Stop")]
    [InlineData("Use([|Own|]);", "Stop")]
    [InlineData("Use([|orphan.Token|]);", "Never")]
    [InlineData("Use([|started|]);", "StartOnly")]
    [InlineData("(CancellationToken Token, int Id) Pair() => (ct, 1); Use([|Pair().Token|]);", "Stop")]
    [InlineData("var (token, id) = (ct, 1); Use([|token|]);", "Stop")]
    [InlineData("(var token, var id) = (ct, 1); Use([|token|]);", "Stop")]
    [InlineData("CancellationToken token; (token, _) = (ct, 1); Use([|token|]);", "Stop")]
    [InlineData("var (token, id) = Pair(); Use([|token|]); (CancellationToken Token, int Id) Pair() => (ct, 1);", "Unknown")]
    [InlineData("var ((token, _), _) = ((ct, 1), 2); Use([|token|]);", "Unknown")]
    [InlineData("new Dictionary<int, CancellationToken>().TryGetValue(1, out var token); Use([|token|]);", "Unknown")]
    [InlineData("if ((object)ct is CancellationToken token) { Use([|token|]); }", "Stop")]
    [InlineData("foreach (var (token, id) in new[] { (ct, 1) }) { Use([|token|]); }", "Unknown")]
    [InlineData("foreach (var token in new[] { ct }) { Use([|token|]); }", "Unknown")]
    [InlineData("Use([|Environment.TickCount > 0 ? ct : CancellationToken.None|]);", "Stop, Never")]
    [InlineData("Use([|Tokens.Find()|]);", "Unknown")]
    public void In_a_hosted_service(string statements, string expected) => Assert.Equal(expected, SignalOf(
        $$"""
        class Service(IHostApplicationLifetime lifetime) : BackgroundService
        {
            private readonly CancellationTokenSource own = new(), orphan = new();
            private CancellationToken started;
            private CancellationToken Own => own.Token;

            public override Task StartAsync(CancellationToken cancellationToken) { started = cancellationToken; return base.StartAsync(cancellationToken); }

            protected override async Task ExecuteAsync(CancellationToken ct) { await Task.Yield(); {{statements}} }

            public override async Task StopAsync(CancellationToken cancellationToken) { own.Cancel(); await base.StopAsync(cancellationToken); }

            static void Use(CancellationToken token) { }
        }

        record Job(CancellationToken Token);
        static class Tokens { public static Func<CancellationToken> Find = () => Environment.TickCount > 0 ? default : new CancellationToken(true); }
        """));

    [Theory]
    [InlineData("[|new ParallelOptions { CancellationToken = ct }|]", "Stop")]
    [InlineData("[|new ParallelOptions { MaxDegreeOfParallelism = 3 }|]", "None")]
    [InlineData("[|Options(ct)|]", "Stop")]
    [InlineData("[|Options(default)|]", "Never")]
    [InlineData("[|new Job(ct, 3)|]", "Stop")]
    [InlineData("[|new Job(default, 3) with { Token = ct }|]", "Stop, Never")]
    [InlineData("[|(ct, 3)|]", "Stop")]
    [InlineData("[|Read(ct)|]", "Stop")]
    public void Carried_by_something_else(string expression, string expected)
    {
        var question = Question.About(
            $$"""
            class Service : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken ct) { await Task.Yield(); object it = {{expression}}; }
                static ParallelOptions Options(CancellationToken token) => new() { CancellationToken = token };
                static async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token) { await Task.Delay(1, token); yield return 1; }
            }
            record Job(CancellationToken Token, int Id);
            """);
        Assert.Equal(expected, question.Model.Signals.CarriedBy(question.Marked, Frame.Outermost).ToString());
    }

    [Theory]
    [InlineData("app.MapGet(\"/\", (CancellationToken token) => Use([|token|]));", "Request")]
    [InlineData("app.MapGet(\"/\", (HttpContext context) => Use([|context.RequestAborted|]));", "Request")]
    [InlineData("app.MapGet(\"/\", (HttpContext context, IHostApplicationLifetime life) => { using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping); Use([|both.Token|]); });", "Stop, Request")]
    [InlineData("app.MapGet(\"/\", ([AsParameters] Query query) => Use([|query.Token|]));", "Request")]
    [InlineData("app.MapGet(\"/\", () => Use([|app.Lifetime.ApplicationStopping|]));", "Stop")]
    [InlineData("using var ctrlC = new CancellationTokenSource(); Console.CancelKeyPress += (_, e) => { e.Cancel = true; ctrlC.Cancel(); }; Use([|ctrlC.Token|]);", "Stop")]
    public void In_a_web_application(string statements, string expected) => Assert.Equal(expected, SignalOf(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {{statements}}
        app.Run();
        static void Use(CancellationToken token) { }
        record Query(int Id, CancellationToken Token);
        """));

    [Theory]
    [InlineData("public class C { public void M(CancellationToken token) => Use([|token|]); static void Use(CancellationToken token) { } }", "Caller")]
    [InlineData("public class C : IHostedService { public Task StartAsync(CancellationToken a) => Task.CompletedTask; public Task StopAsync(CancellationToken b) { Use([|b|]); return Task.CompletedTask; } static void Use(CancellationToken token) { } }", "Deadline")]
    [InlineData("public class C : IHostedService { public Task StartAsync(CancellationToken a) { Use([|a|]); return Task.CompletedTask; } public Task StopAsync(CancellationToken b) => Task.CompletedTask; static void Use(CancellationToken token) { } }", "StartOnly")]
    [InlineData("public class C : Microsoft.AspNetCore.SignalR.Hub { public void Send() => Use([|Context.ConnectionAborted|]); static void Use(CancellationToken token) { } }", "Connection")]
    public void In_other_types(string type, string expected) => Assert.Equal(expected, SignalOf(type));

    [Theory]
    [InlineData("Stop", true)]
    [InlineData("Caller", true)]
    [InlineData("Request, Stop", true)]
    [InlineData("Unknown", true)]
    [InlineData("Timed", true)]
    [InlineData("Request", false)]
    [InlineData("StartOnly", false)]
    [InlineData("Wrong, Never", false)]
    [InlineData("None", false)]
    public void Doubtful_signals_count_as_heard(string signal, bool heard) => Assert.Equal(heard, Enum.Parse<Signal>(signal).HearsStop());

    private static string SignalOf(string source)
    {
        var question = Question.About(source);
        return question.Model.Signals.Of(question.Marked).ToString();
    }
}
