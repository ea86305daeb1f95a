namespace Plant.Diagnostics;

public sealed class DiagnosticsHost(IConfiguration configuration, ILogger<DiagnosticsHost> logger) : IHostedService, IAsyncDisposable
{
    private WebApplication? _inner;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(configuration["Diagnostics:Url"] ?? "http://127.0.0.1:9400");

        _inner = builder.Build();
        _inner.MapGet("/threads", static () => ThreadPool.ThreadCount);
        _inner.MapGet("/memory", static () => GC.GetTotalMemory(forceFullCollection: false));
        await _inner.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_inner is not { } inner) return;

        try
        {
            await inner.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Diagnostics did not stop in time");
        }
    }

    public ValueTask DisposeAsync() => _inner?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<DiagnosticsHost>();

        var app = builder.Build();
        app.MapGet("/", () => "plant");
        app.RunAsync().GetAwaiter().GetResult();
    }
}
