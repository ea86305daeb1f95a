namespace Testing.Fixtures;

public sealed class FixtureHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    private FixtureHost(WebApplication app)
    {
        _app = app;
        _run = app.RunAsync(_stop.Token);
    }

    public IServiceProvider Services => _app.Services;

    public static FixtureHost Create(Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapGet("/ping", () => "pong");
        return new FixtureHost(app);
    }

    public async Task WaitUntilStartedAsync(TimeSpan limit)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _app.Lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        var first = await Task.WhenAny(started.Task, _run).WaitAsync(limit);
        await first;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}

public sealed class AdminSide(IHostApplicationLifetime lifetime, IConfiguration configuration) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add(configuration["Admin"] ?? "http://127.0.0.1:9090");
        app.MapPost("/stop", lifetime.StopApplication);
        return RunAsync(app, stoppingToken);
    }

    private static async Task RunAsync(WebApplication app, CancellationToken token) => await ((IHost)app).RunAsync(token);
}
