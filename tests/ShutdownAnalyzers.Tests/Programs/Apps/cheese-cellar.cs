using System.Runtime.InteropServices;

namespace Dairy.Cellar;

internal static class Diagnostics
{
    private static readonly Lazy<ILoggerFactory> Factory = new(() => LoggerFactory.Create(Configure)); //! HAZARD factory SHUT603

    public static ILogger For(string category) => Factory.Value.CreateLogger(category); //! HAZARD factory SHUT603

    private static void Configure(ILoggingBuilder builder) => builder.AddSystemdConsole().SetMinimumLevel(LogLevel.Information);
}

internal sealed class Shelf(int number)
{
    private readonly ILogger _logger = Diagnostics.For($"shelf-{number}");
    private double _humidity = 0.9;

    public void Turn()
    {
        _humidity -= 0.001;
        _logger.LogInformation("Turned, humidity {Humidity:P1}", _humidity);
    }
}

internal static class Program
{
    private static async Task Main(string[] args) //! HAZARD factory SHUT603
    {
        using var closing = new CancellationTokenSource();
        Action<PosixSignalContext> close = context =>
        {
            context.Cancel = true;
            closing.Cancel();
        };
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, close);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, close);

        var shelves = Enumerable.Range(1, args.Length + 1).Select(n => new Shelf(n)).ToList();
        while (!closing.IsCancellationRequested)
        {
            shelves.ForEach(s => s.Turn());
            await Task.Delay(TimeSpan.FromHours(12), closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
