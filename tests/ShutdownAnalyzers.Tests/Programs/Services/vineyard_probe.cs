using System.Globalization;

namespace Vineyard.Probes;

public interface ISoilStore
{
    Task SaveAsync(string plot, double moisture, CancellationToken ct);
}

internal static class Repeat
{
    /// <summary>Runs an action again and again with a rest in between.</summary>
    public static async Task EveryAsync(TimeSpan rest, ILogger logger, Func<Task> action)
    {
        for (;;) //! HAZARD endless SHUT101
        {
            try
            {
                await action();
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "The probe does not answer");
            }

            await Task.Delay(rest); //! HAZARD endless SHUT101
        }
    }
}

public sealed class SoilWorker : BackgroundService
{
    private readonly ISoilStore _store;
    private readonly ILogger<SoilWorker> _logger;
    private readonly string _directory;

    public SoilWorker(ISoilStore store, IConfiguration configuration, ILogger<SoilWorker> logger)
    {
        _store = store;
        _logger = logger;
        _directory = configuration["Probes:Directory"] ?? "/var/lib/probes";
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Repeat.EveryAsync(TimeSpan.FromSeconds(20), _logger, () => ReadPlotsAsync()); //! HAZARD endless SHUT101

    private async Task ReadPlotsAsync()
    {
        foreach (var file in Directory.EnumerateFiles(_directory, "*.val"))
        {
            var text = await File.ReadAllTextAsync(file);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var moisture))
                await _store.SaveAsync(Path.GetFileNameWithoutExtension(file), moisture, CancellationToken.None);
        }
    }
}
