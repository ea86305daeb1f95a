using System.Net.Http.Json;

namespace Weather.Pull;

public sealed record Station(string Code, string Url);
public sealed record Observation(string Station, double Celsius, double Hpa);

public interface IObservationLog
{
    Task AppendAsync(Observation observation, CancellationToken ct);
    Task CommitAsync(CancellationToken ct);
}

public sealed class WeatherPull(HttpClient http, IReadOnlyList<Station> stations, IObservationLog log, ILogger<WeatherPull> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PullForeverAsync(stoppingToken);
        }
        finally
        {
            await log.CommitAsync(stoppingToken); //! HAZARD commit SHUT108
        }
    }

    private async Task PullForeverAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            try
            {
                foreach (var station in stations)
                {
                    var seen = await http.GetFromJsonAsync<Observation>(station.Url, token);
                    if (seen is not null)
                        await log.AppendAsync(seen with { Station = station.Code }, token);
                }

                await Task.Delay(TimeSpan.FromMinutes(10), token);
            }
            catch (OperationCanceledException) //! HAZARD timeout SHUT105
            {
                logger.LogInformation("Pulling ends");
                break;
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Station unreachable");
                await Task.Delay(TimeSpan.FromSeconds(30), token);
            }
        }
    }
}
