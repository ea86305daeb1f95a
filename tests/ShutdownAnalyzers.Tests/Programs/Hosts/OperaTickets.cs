namespace Opera.Tickets;

public interface IBoxOffice
{
    event Action<string>? Sold;
    Task CloseCountersAsync();
    Task PrintAsync(string seat, CancellationToken ct);
}

public sealed class SeatSignal
{
    private TaskCompletionSource<string> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Next => Volatile.Read(ref _next).Task;

    public void Raise(string seat)
        => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(seat);
}

public sealed class TicketPrinter(IBoxOffice office, SeatSignal signal, ILogger<TicketPrinter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        office.Sold += signal.Raise;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var seat = await signal.Next; //! HAZARD seat SHUT102
                logger.LogInformation("Printing {Seat}", seat);
                await office.PrintAsync(seat, stoppingToken);
            }
        }
        finally
        {
            office.Sold -= signal.Raise;
        }
    }
}

public sealed class SurtitleFeeder(SeatSignal signal, IBoxOffice office) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var seat = await signal.Next.WaitAsync(stoppingToken);
            await office.PrintAsync("surtitle " + seat, stoppingToken);
        }
    }
}

public static class CurtainCall
{
    public static void UseCurtainCall(this WebApplication app)
    {
        var office = app.Services.GetRequiredService<IBoxOffice>();
        var logger = app.Services.GetRequiredService<ILogger<SeatSignal>>();
        app.Lifetime.ApplicationStarted.Register(() => logger.LogInformation("Doors are open"));
        app.Lifetime.ApplicationStopping.Register(async () => //! HAZARD curtain SHUT301
        {
            await office.CloseCountersAsync(); //! HAZARD curtain SHUT301
            logger.LogInformation("Counters closed");
        });
        app.Lifetime.ApplicationStopped.Register(() => logger.LogInformation("Good night"));
    }
}
