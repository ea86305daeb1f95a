using Microsoft.Extensions.Options;

namespace Dental.Reminders;

public sealed class ReminderOptions
{
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(30);
    public bool Enabled { get; set; } = true;
}

public interface IReminderQueue
{
    Task<int> SendDueAsync(CancellationToken ct);
}

/// <summary>A changed option ends the current rest, a stop ends everything.</summary>
public sealed class ReminderService : BackgroundService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IOptionsMonitor<ReminderOptions> _options;
    private readonly ILogger<ReminderService> _logger;

    public ReminderService(IServiceScopeFactory scopes, IOptionsMonitor<ReminderOptions> options, ILogger<ReminderService> logger)
    {
        _scopes = scopes;
        _options = options;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            using var changed = _options.OnChange(_ => round.Cancel());
            var options = _options.CurrentValue;
            try
            {
                if (options.Enabled)
                    await SendAsync(stoppingToken);

                await Task.Delay(options.Enabled ? options.Every : Timeout.InfiniteTimeSpan, round.Token);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
                _logger.LogInformation("Options changed, next round");
            }
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var sent = await scope.ServiceProvider.GetRequiredService<IReminderQueue>().SendDueAsync(ct);
        _logger.LogInformation("{Count} reminders sent", sent);
    }
}
