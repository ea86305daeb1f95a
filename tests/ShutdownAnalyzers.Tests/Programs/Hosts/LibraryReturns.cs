using System.Threading.Channels;

namespace Library.Returns;

public sealed record Returned(string Barcode, DateTimeOffset At);

public sealed class ReturnsBelt
{
    private readonly Channel<Returned> _belt = Channel.CreateBounded<Returned>(500);

    public ValueTask PutAsync(Returned item, CancellationToken ct) => _belt.Writer.WriteAsync(item, ct);

    public ValueTask<Returned> TakeAsync(CancellationToken ct) => _belt.Reader.ReadAsync(ct);

    public void Close() => _belt.Writer.TryComplete();
}

public sealed class CatalogueClient(HttpClient http)
{
    public async Task MarkAsync(Returned item, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync($"copies/{item.Barcode}/returned", item, ct);
        response.EnsureSuccessStatusCode();
    }
}

public partial class ReturnsWorker(ReturnsBelt belt, CatalogueClient catalogue, ILogger<ReturnsWorker> logger) : BackgroundService
{
    private long _marked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var item = await belt.TakeAsync(stoppingToken);
                await catalogue.MarkAsync(item, stoppingToken);
                _marked++;
            }
            catch (TaskCanceledException) //! HAZARD leave SHUT105
            {
                LogLeaving(_marked);
                return; //! HAZARD leave SHUT105
            }
            catch (ChannelClosedException)
            {
                return;
            }
            catch (HttpRequestException ex)
            {
                LogFailed(ex);
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        belt.Close();
        await base.StopAsync(cancellationToken);
    }
}

public partial class ReturnsWorker
{
    private static readonly Action<ILogger, long, Exception?> Leaving =
        LoggerMessage.Define<long>(LogLevel.Information, new EventId(1), "Leaving after {Count} returns");

    private static readonly Action<ILogger, Exception?> Refused =
        LoggerMessage.Define(LogLevel.Warning, new EventId(2), "Catalogue refused");

    private void LogLeaving(long count) => Leaving(logger, count, null);

    private void LogFailed(Exception exception) => Refused(logger, exception);
}

public sealed class BeltLight(IBeltLamp lamp) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var on = false;
        while (true)
        {
            lamp.Set(on = !on);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                lamp.Set(false);
                break;
            }
        }
    }
}

public interface IBeltLamp
{
    void Set(bool on);
}
