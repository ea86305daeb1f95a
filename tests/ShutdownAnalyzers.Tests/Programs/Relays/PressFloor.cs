using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPlates().AddPress(builder.Configuration);

var app = builder.Build();
app.MapPost("/plates/{job}", (string job, PlateTracker tracker) => Results.Accepted($"/plates/{job}", tracker.Order(job)));
app.AnnouncePress();
await app.RunAsync();

public sealed record PressState(string Press, string? Job, int Sheets);

public interface IPlateStore
{
    Task SaveAsync(IReadOnlyCollection<string> jobs, CancellationToken cancellationToken);
}

public interface IFloorDisplay
{
    Task ShowAsync(string text);
}

internal sealed class FilePlateStore(IHostEnvironment environment) : IPlateStore
{
    public Task SaveAsync(IReadOnlyCollection<string> jobs, CancellationToken cancellationToken) =>
        File.AppendAllLinesAsync(Path.Combine(environment.ContentRootPath, "plates.txt"), jobs, cancellationToken);
}

internal sealed class ConsoleFloorDisplay : IFloorDisplay
{
    public async Task ShowAsync(string text)
    {
        await Console.Out.WriteLineAsync(text);
        await Console.Out.FlushAsync();
    }
}

public sealed class PlateTracker(IPlateStore store, ILogger<PlateTracker> logger) : BackgroundService
{
    private readonly ConcurrentQueue<string> _ordered = new();

    public int Order(string job)
    {
        _ordered.Enqueue(job);
        return _ordered.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SaveOrderedAsync();
        }
    }

    private async Task SaveOrderedAsync()
    {
        var batch = new List<string>();
        while (_ordered.TryDequeue(out var job))
            batch.Add(job);

        if (batch.Count == 0)
            return;

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await store.SaveAsync(batch, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Count} plate orders not saved", batch.Count);
        }
    }
}

internal sealed class PressPoller(HttpClient press, ILogger<PressPoller> logger)
{
    public async Task PollAsync(CancellationToken stop)
    {
        for (var known = default(PressState); ;)
        {
            try
            {
                var state = await press.GetFromJsonAsync<PressState>("state", stop);
                if (state != known)
                    logger.LogInformation("Press runs {Job}, {Sheets} sheets", state?.Job, state?.Sheets);

                known = state;
                await Task.Delay(TimeSpan.FromSeconds(3), stop);
            }
            catch (OperationCanceledException) //! HAZARD poll SHUT105
            {
                return; //! HAZARD poll SHUT105
            }
            catch (Exception ex) when (ex is HttpRequestException or JsonException)
            {
                logger.LogWarning(ex, "Press does not answer");
                await Task.Delay(TimeSpan.FromSeconds(10), stop);
            }
        }
    }
}

internal sealed class PressWorker(PressPoller poller) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => poller.PollAsync(stoppingToken);
}

internal static class PressModule
{
    public static IServiceCollection AddPlates(this IServiceCollection services)
    {
        services.TryAddSingleton<IPlateStore, FilePlateStore>();
        services.AddSingleton<PlateTracker>(); //! HAZARD tracker SHUT215
        return services;
    }

    public static IServiceCollection AddPress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IFloorDisplay, ConsoleFloorDisplay>();
        services.AddHttpClient<PressPoller>(client =>
        {
            client.BaseAddress = new Uri(configuration["Press:Url"] ?? "http://press-4.local/");
            client.Timeout = TimeSpan.FromSeconds(4);
        });
        services.AddHostedService<PressWorker>();
        services.AddHostedService<PlateTracker>(); //! HAZARD tracker SHUT215
        return services;
    }

    public static void AnnouncePress(this IHost host)
    {
        var display = host.Services.GetRequiredService<IFloorDisplay>();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(() => GoodbyeAsync(display)); //! HAZARD goodbye SHUT301
    }

    private static async Task GoodbyeAsync(IFloorDisplay display)
    {
        await display.ShowAsync("Press server is going down");
        await display.ShowAsync("Orders are kept on paper");
    }
}
