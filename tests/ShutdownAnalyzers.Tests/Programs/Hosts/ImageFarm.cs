using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(new RenderLicense(builder.Configuration["Farm:License"] ?? "trial")); //! HAZARD owner SHUT701
builder.Services.AddSingleton<ImageFarm>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<ImageFarm>());

await using var app = builder.Build();
app.MapPost("/render", async (Scene scene, ImageFarm farm, CancellationToken ct) =>
{
    await farm.EnqueueAsync(scene, ct);
    return Results.Accepted();
});
await app.RunAsync();

public sealed record Scene(string Name, int Frames);

public sealed class RenderLicense(string key) : IDisposable
{
    private readonly FileStream _seat = new(Path.Combine(Path.GetTempPath(), $"{key}.seat"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public string Key => key;

    public void Dispose()
    {
        _seat.SetLength(0);
        _seat.Dispose();
    }
}

public sealed class ImageFarm(RenderLicense license, ILogger<ImageFarm> logger) : IHostedService
{
    private readonly Channel<Scene> _scenes = Channel.CreateUnbounded<Scene>();
    private Task[] _workers = [];

    public ValueTask EnqueueAsync(Scene scene, CancellationToken ct) => _scenes.Writer.WriteAsync(scene, ct);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(n => Task.Run(() => WorkAsync(n), CancellationToken.None))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_workers); //! HAZARD order SHUT208
        _scenes.Writer.TryComplete();
    }

    private async Task WorkAsync(int number)
    {
        while (await _scenes.Reader.WaitToReadAsync())
        {
            while (_scenes.Reader.TryRead(out var scene))
            {
                logger.LogInformation("Worker {Number} renders {Scene} with {License}", number, scene.Name, license.Key);
                for (var frame = 0; frame < scene.Frames; frame++)
                    await Task.Yield();
            }
        }
    }
}
