using System.Net;

namespace Port.Customs;

public sealed record Declaration(string Number, string Status);

public sealed class CustomsClient(HttpClient http)
{
    public async Task<Declaration?> NextAsync(CancellationToken ct)
    {
        using var response = await http.GetAsync("declarations/next", HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return null;

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Declaration>(ct);
    }
}

public interface IDeclarationSink
{
    ValueTask StoreAsync(Declaration declaration);
}

public sealed class CustomsPoller(CustomsClient customs, IDeclarationSink sink, ILogger<CustomsPoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await StepAsync(stoppingToken))
                return; //! HAZARD dies SHUT105
        }
    }

    private async Task<bool> StepAsync(CancellationToken ct)
    {
        try
        {
            var next = await customs.NextAsync(ct); //! HAZARD dies SHUT105
            if (next is not null)
                await sink.StoreAsync(next);
            else
                await Task.Delay(TimeSpan.FromSeconds(10), ct);

            return true;
        }
        catch (TaskCanceledException) //! HAZARD dies SHUT105
        {
            return false; //! HAZARD dies SHUT105
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "Customs did not answer");
            return true;
        }
    }
}
