using System.Net;

namespace Bakery.Ovens;

public sealed record OvenState(string Id, double Celsius, bool DoorOpen);

public sealed record Program(string Bread, double Celsius, TimeSpan Time);

internal static class Faults
{
    public static bool IsCancellation(Exception exception) => exception is OperationCanceledException;

    public static bool IsGone(Exception exception) => exception is HttpRequestException { StatusCode: HttpStatusCode.Gone };
}

public sealed class OvenClient(HttpClient http)
{
    public async Task<OvenState?> StateAsync(string id, CancellationToken ct)
        => await http.GetFromJsonAsync<OvenState>($"ovens/{id}", ct);

    public async Task SetAsync(string id, Program program, CancellationToken ct)
    {
        using var response = await http.PutAsJsonAsync($"ovens/{id}/program", program, ct);
        response.EnsureSuccessStatusCode();
    }
}

public sealed class OvenWatch(OvenClient ovens, IConfiguration configuration, ILogger<OvenWatch> logger) : BackgroundService
{
    private readonly List<string> _ids = [.. configuration.GetSection("Ovens").Get<string[]>() ?? []];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_ids is not [])
        {
            foreach (var id in _ids.ToArray())
                await CheckAsync(id, stoppingToken);

            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
        }
    }

    private async Task CheckAsync(string id, CancellationToken ct)
    {
        try
        {
            var state = await ovens.StateAsync(id, ct);
            if (state is { DoorOpen: true, Celsius: > 180 })
                logger.LogWarning("Oven {Oven} is open at {Celsius:F0}", id, state.Celsius);
        }
        catch (Exception ex) when (Faults.IsGone(ex))
        {
            _ids.Remove(id);
        }
        catch (Exception ex) when (!Faults.IsCancellation(ex)) //! HAZARD timeout SHUT106
        {
            logger.LogError(ex, "Oven {Oven} does not answer", id);
        }
    }
}

public sealed class Preheater(OvenClient ovens, ILogger<Preheater> logger) : BackgroundService
{
    private static readonly Program Warm = new("none", 120, TimeSpan.FromHours(1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (DateTime.Now is not { Hour: 3, Minute: 30 })
                continue;

            try
            {
                await ovens.SetAsync("deck-1", Warm, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "No warm oven today");
            }
        }
    }
}
