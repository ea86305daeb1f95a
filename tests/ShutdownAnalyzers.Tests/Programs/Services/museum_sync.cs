using System.Text.Json;

namespace Museum.Sync;

public sealed record Exhibit(int Number, string Title, string Hall);

public interface IGuideIndex
{
    Task ReplaceAsync(IReadOnlyCollection<Exhibit> exhibits, CancellationToken ct);
}

internal sealed class MuseumSync(IHttpClientFactory clients, IGuideIndex index, ILogger<MuseumSync> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Attempt(async () =>
            {
                using var client = clients.CreateClient("museum");
                await using var body = await client.GetStreamAsync("exhibits.json", stoppingToken); //! HAZARD filter SHUT106
                var exhibits = await JsonSerializer.DeserializeAsync<List<Exhibit>>(body, JsonSerializerOptions.Web, stoppingToken);
                await index.ReplaceAsync(exhibits ?? [], stoppingToken);
            });

            await Task.Delay(TimeSpan.FromMinutes(15), stoppingToken);
        }
    }

    private async Task Attempt(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD filter SHUT106
        {
            log.LogError(ex, "The guide keeps yesterday's exhibits");
        }
    }
}

internal sealed class OpeningHours(IHttpClientFactory clients, ILogger<OpeningHours> log) : BackgroundService
{
    private volatile string _today = "closed";

    public string Today => _today;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var client = clients.CreateClient("museum");
                _today = await client.GetStringAsync("today.txt", stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(ex, "No opening hours");
            }

            await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
        }
    }
}
