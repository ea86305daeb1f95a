using System.Text.Json;

namespace Bank.Ledger;

public sealed record LedgerEntry(long Sequence, string Account, decimal Amount);

public interface ILedgerRules
{
    bool Suspicious(LedgerEntry entry);
}

public interface IAlertDesk
{
    Task RaiseAsync(LedgerEntry entry, CancellationToken cancellationToken);
}

internal sealed class LedgerClient(HttpClient http)
{
    public async Task<IReadOnlyList<LedgerEntry>> AfterAsync(long sequence, CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<LedgerEntry[]>($"entries?after={sequence}", cancellationToken) ?? [];
}

internal readonly struct Backoff(int failures)
{
    public int Failures => failures;

    public TimeSpan Pause => TimeSpan.FromSeconds(failures == 0 ? 2 : Math.Min(120, 2 << Math.Min(failures, 6)));

    public Backoff After(bool success) => success ? default : new Backoff(failures + 1);
}

internal sealed class LedgerWatch(LedgerClient client, ILedgerRules rules, IAlertDesk alerts, ILogger<LedgerWatch> logger) : BackgroundService
{
    private long _sequence;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff();
        while (true)
        {
            var succeeded = await TryAsync(ReadOnceAsync, stoppingToken);
            if (succeeded is null)
                break;

            backoff = backoff.After(succeeded.Value);
            if (backoff.Failures is 5 or 50)
                logger.LogCritical("Ledger not read for {Failures} rounds", backoff.Failures);

            if (await SleptThroughAsync(backoff.Pause, stoppingToken))
                continue;

            break;
        }

        logger.LogInformation("Ledger watched up to {Sequence}", _sequence);
    }

    private async Task ReadOnceAsync(CancellationToken stop)
    {
        foreach (var entry in await client.AfterAsync(_sequence, stop))
        {
            if (rules.Suspicious(entry))
                await alerts.RaiseAsync(entry, stop);

            _sequence = entry.Sequence;
        }
    }

    private async Task<bool?> TryAsync(Func<CancellationToken, Task> round, CancellationToken stop)
    {
        try
        {
            await round(stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception ex) when (ex is OperationCanceledException { InnerException: TimeoutException } or HttpRequestException or JsonException)
        {
            logger.LogWarning("Ledger round failed: {Reason}", ex.Message);
            return false;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Ledger round failed after {Sequence}", _sequence);
            return false;
        }
    }

    private static async Task<bool> SleptThroughAsync(TimeSpan time, CancellationToken stop)
    {
        var sleep = Task.Delay(time, stop);
        await Task.WhenAny(sleep);
        return sleep.IsCompletedSuccessfully;
    }
}

public static class LedgerExtensions
{
    public static IHostApplicationBuilder AddLedgerWatch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<LedgerClient>(http =>
        {
            http.BaseAddress = new Uri(builder.Configuration["Ledger:Url"] ?? "https://ledger.internal/");
            http.Timeout = TimeSpan.FromSeconds(8);
        });
        builder.Services.AddHostedService<LedgerWatch>();
        return builder;
    }
}
