using System.Net.Sockets;

namespace Taxi.Dispatch;

public sealed record Ride(int Number, string From, string To);

public interface IRideBook
{
    Task<Ride?> NextAsync(CancellationToken ct);
    Task AssignedAsync(Ride ride, string taxi);
}

internal interface IRadioLine : IAsyncDisposable
{
    Task<string> OfferAsync(Ride ride, CancellationToken ct);
    Task SignOffAsync(CancellationToken ct);
}

internal sealed class TcpRadioLine(TcpClient client) : IRadioLine
{
    private readonly StreamReader _reader = new(client.GetStream());

    public async Task<string> OfferAsync(Ride ride, CancellationToken ct)
    {
        await client.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{ride.From};{ride.To}\n"), ct);
        return await _reader.ReadLineAsync(ct) ?? throw new EndOfStreamException();
    }

    public async Task SignOffAsync(CancellationToken ct) => await client.GetStream().WriteAsync("BYE\n"u8.ToArray(), ct);

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class TaxiDispatch(IRideBook rides, IConfiguration configuration, ILogger<TaxiDispatch> logger) : BackgroundService
{
    private IRadioLine? _line;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(configuration["Radio:Host"] ?? "radio", 4700, cancellationToken);
            _line = new TcpRadioLine(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_line is not { } line) return;

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await rides.NextAsync(stoppingToken) is { } ride)
                await rides.AssignedAsync(ride, await line.OfferAsync(ride, stoppingToken));
            else
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _line, null) is not { } line)
        {
            logger.LogDebug("The radio was never on");
            return;
        }

        try
        {
            await line.SignOffAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException or ObjectDisposedException)
        {
            logger.LogDebug(ex, "The radio did not hear the goodbye");
        }

        await line.DisposeAsync();
    }
}
