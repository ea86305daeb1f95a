using System.Net.Sockets;

namespace Tannery.Sync;

public sealed record Vat(int Number, double Ph, double Degrees);

public interface IVatArchive
{
    Task AddAsync(IEnumerable<Vat> vats, CancellationToken ct);
}

public sealed class VatLine : IAsyncDisposable
{
    private readonly string _host;
    private TcpClient? _client;

    public VatLine(IConfiguration configuration) => _host = configuration["Vats:Host"] ?? "vats.local";

    public async Task<Vat[]> ReadAsync(CancellationToken ct)
    {
        _client ??= await ConnectAsync(ct);
        try
        {
            var stream = _client.GetStream();
            await stream.WriteAsync("READ\n"u8.ToArray(), ct);
            return await System.Text.Json.JsonSerializer.DeserializeAsync<Vat[]>(stream, cancellationToken: ct) ?? [];
        }
        catch
        {
            Drop();
            throw;
        }
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_host, 502, ct);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private void Drop() => Interlocked.Exchange(ref _client, null)?.Dispose();

    public ValueTask DisposeAsync()
    {
        Drop();
        return ValueTask.CompletedTask;
    }
}

public sealed class VatSync(VatLine line, IVatArchive archive, ILogger<VatSync> logger) : BackgroundService
{
    private TimeSpan _pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await archive.AddAsync(await line.ReadAsync(stoppingToken), stoppingToken);
                _pause = TimeSpan.FromSeconds(30);
            }
            catch (Exception ex)
            {
                if (!stoppingToken.IsCancellationRequested)
                    logger.LogWarning(ex, "Vats not read, next try in {Pause}", _pause);

                _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, TimeSpan.TicksPerHour));
            }

            await Task.Delay(_pause, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await line.DisposeAsync();
        logger.LogInformation("Vats are left alone");
    }
}
