using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Place: where does this code run?</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken ct) { [|Mark()|]; await Task.Yield(); }", "Worker")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) => RunAsync(ct); async Task RunAsync(CancellationToken ct) { [|Mark()|]; await Task.Yield(); }", "Worker")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) { return RunAsync(); async Task RunAsync() { await Task.Yield(); [|Mark()|]; } }", "Worker")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) => Task.Run(() => [|Mark()|], ct);", "Worker, Detached")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) { Func<Task> run = async () => { await Task.Yield(); [|Mark()|]; }; return run(); }", "Worker")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) => Task.Run(Body, ct); void Body() => Deeper(); static void Deeper() => [|Mark()|];", "Worker, Detached")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken ct) { await RetryAsync(() => { [|Mark()|]; return Task.CompletedTask; }); } static async Task RetryAsync(Func<Task> body) => await body();", "Worker")]
    [InlineData("public override Task StartAsync(CancellationToken ct) { [|Mark()|]; return base.StartAsync(ct); } protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Start")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { Close(); return base.StopAsync(ct); } void Close() => [|Mark()|]; protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Stop")]
    [InlineData("public override void Dispose() { [|Mark()|]; base.Dispose(); } protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Stop")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { Note(); return base.StopAsync(ct); } protected override Task ExecuteAsync(CancellationToken ct) { Note(); return Task.CompletedTask; } void Note() => [|Mark()|];", "Worker, Stop")]
    [InlineData("public override Task StartAsync(CancellationToken ct) { new Thread(Poll).Start(); return base.StartAsync(ct); } void Poll() => [|Mark()|]; protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Detached")]
    [InlineData("public override Task StartAsync(CancellationToken ct) { _ = Task.Run(() => [|Mark()|], ct); return base.StartAsync(ct); } protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Detached")]
    [InlineData("readonly List<Task> work = []; public override Task StartAsync(CancellationToken ct) { work.Add(LoopAsync()); return base.StartAsync(ct); } async Task LoopAsync() { await Task.Yield(); [|Mark()|]; } protected override Task ExecuteAsync(CancellationToken ct) => Task.WhenAll(work);", "Detached")]
    [InlineData("public override async Task StartAsync(CancellationToken ct) { var work = new List<Task>(); work.Add(OnceAsync()); await Task.WhenAll(work); await base.StartAsync(ct); } async Task OnceAsync() { await Task.Yield(); [|Mark()|]; } protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask;", "Start")]
    [InlineData("Timer? timer; protected override Task ExecuteAsync(CancellationToken ct) { timer = new Timer(_ => [|Mark()|], null, 0, 1000); return Task.CompletedTask; }", "Detached")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) => Task.CompletedTask; public void Helper() => [|Mark()|];", "None")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken ct) { A(3); return Task.CompletedTask; } void A(int depth) { if (depth > 0) B(depth - 1); [|Mark()|]; } void B(int depth) => A(depth);", "Worker")]
    public void Code_of_a_hosted_service(string members, string expected)
        => Assert.Equal(expected, PlaceOf($"class Service : BackgroundService {{ {members} static void Mark() {{ }} }}"));

    [Theory]
    [InlineData("app.MapGet(\"/\", () => [|Mark()|]);", "Request")]
    [InlineData("app.MapGet(\"/\", static async () => { await Task.Yield(); [|Mark()|]; });", "Request")]
    [InlineData("app.MapGet(\"/\", Handle); static void Handle() => [|Mark()|];", "Request")]
    [InlineData("app.MapGroup(\"/a\").MapPost(\"/b\", () => { Work(); void Work() => [|Mark()|]; });", "Request")]
    [InlineData("app.Use(async (context, next) => { [|Mark()|]; await next(); });", "Request")]
    [InlineData("[|Mark()|];", "Entry")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(() => [|Mark()|]);", "Stop")]
    [InlineData("app.Services.GetRequiredService<Marker>().Changed += () => [|Mark()|];", "Handler")]
    [InlineData("_ = LoopAsync(); static async Task LoopAsync() { await Task.Yield(); [|Mark()|]; }", "Detached")]
    [InlineData("await LoopAsync(); static async Task LoopAsync() { await Task.Yield(); [|Mark()|]; }", "Entry")]
    public void Code_of_a_web_application(string statements, string expected)
        => Assert.Equal(expected, PlaceOf(
            $$"""
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{statements}}
            app.Run();
            static void Mark() { }
            class Marker { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
            """));

    [Theory]
    [InlineData("[Microsoft.AspNetCore.Mvc.ApiController] public class C : Microsoft.AspNetCore.Mvc.ControllerBase { public void Get() { [|GC.Collect()|]; } }", "Request")]
    [InlineData("public class C : Microsoft.AspNetCore.SignalR.Hub { public void Send() { [|GC.Collect()|]; } }", "Hub")]
    [InlineData("public class C(RequestDelegate next) { public Task InvokeAsync(HttpContext context) { [|GC.Collect()|]; return next(context); } }", "Request")]
    [InlineData("public class C : IHostedService { public Task StartAsync(CancellationToken ct) => Task.CompletedTask; Task IHostedService.StopAsync(CancellationToken ct) { [|GC.Collect()|]; return Task.CompletedTask; } }", "Stop")]
    [InlineData("public abstract class Base : BackgroundService { protected sealed override Task ExecuteAsync(CancellationToken ct) => OnceAsync(ct); protected abstract Task OnceAsync(CancellationToken ct); } public class C : Base { protected override Task OnceAsync(CancellationToken ct) { [|GC.Collect()|]; return Task.CompletedTask; } }", "Worker")]
    [InlineData("public class C { ~C() => Close(); void Close() { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C { public C(CancellationToken stop) { stop.Register(Close); } void Close() { Deeper(); } static void Deeper() { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C { public C(CancellationToken stop) => OnStop(stop, Close); static void OnStop(CancellationToken stop, Action close) => stop.Register(close); void Close() { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C { public C() { AppDomain.CurrentDomain.ProcessExit += Close; } void Close(object? sender, EventArgs e) { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C { public C(CancellationToken stop) { Action close = Close; stop.Register(close); } void Close() { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C : IDisposable { public void Dispose() => Last = 0; int Last { set { [|GC.Collect()|]; } } }", "Stop")]
    [InlineData("public class C : IDisposable { public void Dispose() => _ = new D(); } public class D { public D() { [|GC.Collect()|]; } }", "Stop")]
    [InlineData("public class C { public void Helper() { [|GC.Collect()|]; } }", "None")]
    [InlineData("public class C { static void Main() { [|GC.Collect()|]; } }", "Entry")]
    [InlineData("namespace Mine { public abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken ct); } public class C : BackgroundService { protected override Task ExecuteAsync(CancellationToken ct) { [|GC.Collect()|]; return Task.CompletedTask; } } }", "None")]
    public void Code_of_other_types(string type, string expected) => Assert.Equal(expected, PlaceOf(type));

    private static string PlaceOf(string source)
    {
        var question = Question.About(source);
        var place = question.Model.Places.Of(question.Marked);

        // The short ways to two of the answers say the same.
        Assert.Equal(place.HasFlag(Place.Stop), question.Model.RunsAtStop(question.Marked));
        Assert.Equal(place.HasFlag(Place.Worker), question.Model.RunsInWorker(question.Marked));
        return place.ToString();
    }
}
