using System.Globalization;
using System.Threading.Channels;

namespace Bank.LedgerExport;

public sealed record Booking(DateOnly Day, string Account, decimal Amount);

public sealed class BookingPipe
{
    private readonly Channel<Booking> _channel = Channel.CreateBounded<Booking>(new BoundedChannelOptions(2_000) { SingleReader = true });

    public ChannelReader<Booking> Reader => _channel.Reader;

    public ValueTask PushAsync(Booking booking, CancellationToken ct) => _channel.Writer.WriteAsync(booking, ct);

    public void Close(Exception? reason = null) => _channel.Writer.TryComplete(reason);
}

public interface IExportTarget
{
    Task<Stream> OpenAsync(DateOnly day, CancellationToken ct);
}

public sealed class LedgerExport(BookingPipe pipe, IExportTarget target, ILogger<LedgerExport> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        pipe.Close();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        StreamWriter? file = null;
        var day = DateOnly.MinValue;
        try
        {
            for (;;)
            {
                if (!await pipe.Reader.WaitToReadAsync(CancellationToken.None)) return;

                while (pipe.Reader.TryRead(out var booking))
                {
                    if (booking.Day != day)
                    {
                        if (file is not null) await file.DisposeAsync();
                        file = new StreamWriter(await target.OpenAsync(day = booking.Day, CancellationToken.None));
                    }

                    await file!.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{booking.Account};{booking.Amount:0.00}"));
                }
            }
        }
        finally
        {
            if (file is not null) await file.DisposeAsync();
            logger.LogInformation("Ledger export closed after {Day}", day);
        }
    }
}

public static class LedgerModule
{
    public static IServiceCollection AddLedgerExport<TTarget>(this IServiceCollection services) where TTarget : class, IExportTarget
        => services.AddSingleton<IExportTarget, TTarget>().AddSingleton<BookingPipe>().AddHostedService<LedgerExport>();

    public static void MapBookings(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/bookings", async (Booking booking, BookingPipe pipe, CancellationToken ct) =>
        {
            await pipe.PushAsync(booking, ct);
            return Results.Accepted();
        });
}
