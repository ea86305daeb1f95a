namespace Iot.Firmware;

public sealed record Device(string Serial, string Model, string Installed);

public interface IDeviceCatalog
{
    Task<IReadOnlyList<Device>> OutdatedAsync(string target, CancellationToken ct);
    Task MarkAsync(string serial, string version, CancellationToken ct);
}

public sealed class RolloutSettings
{
    public string Target { get; init; } = "4.2.0";
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(3);
}

public class FirmwareRollout : BackgroundService
{
    private readonly HttpClient _gateway;
    private readonly IDeviceCatalog _catalog;
    private readonly RolloutSettings _settings;
    private readonly ILogger<FirmwareRollout> _logger;

    public FirmwareRollout(IHttpClientFactory factory, IDeviceCatalog catalog, RolloutSettings settings, ILogger<FirmwareRollout> logger)
    {
        _gateway = factory.CreateClient("device-gateway");
        _catalog = catalog;
        _settings = settings;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var device in await _catalog.OutdatedAsync(_settings.Target, stoppingToken))
                    await PushAsync(device, stoppingToken); //! HAZARD escape SHUT106
            }
            catch (Exception ex) when (IsRecoverable(ex)) //! HAZARD escape SHUT106
            {
                _logger.LogError(ex, "Rollout of {Version} interrupted", _settings.Target);
            }

            await Task.Delay(_settings.Interval, stoppingToken);
        }
    }

    private static bool IsRecoverable(Exception exception)
        => exception is not (OperationCanceledException or OutOfMemoryException); //! HAZARD escape SHUT106

    private async Task PushAsync(Device device, CancellationToken ct)
    {
        using var response = await _gateway.PostAsJsonAsync($"devices/{device.Serial}/firmware", new { _settings.Target, device.Model }, ct);
        if (!response.IsSuccessStatusCode)
        {
            _logger.LogWarning("{Serial} answers {Status}", device.Serial, response.StatusCode);
            return;
        }

        await _catalog.MarkAsync(device.Serial, _settings.Target, ct);
    }
}
