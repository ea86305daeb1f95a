using System.Runtime.InteropServices;

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

var logs = Logs.Open(verbose: args.Contains("-v")); //! HAZARD logs SHUT603
var mash = new MashTun(logs.For<MashTun>(), degrees: 66);

try
{
    await mash.HoldAsync(TimeSpan.FromMinutes(70), stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    mash.Drain();
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

internal sealed class Logs
{
    private readonly ILoggerFactory _factory; //! HAZARD logs SHUT603

    private Logs(ILoggerFactory factory) => _factory = factory;

    public static Logs Open(bool verbose) => new(LoggerFactory.Create(logging => //! HAZARD logs SHUT603
    {
        logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information);
        logging.AddSimpleConsole(console => console.SingleLine = true);
    }));

    public ILogger<T> For<T>() => _factory.CreateLogger<T>();
}

internal sealed class MashTun(ILogger<MashTun> logger, double degrees)
{
    public async Task HoldAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            logger.LogInformation("{Left} left at {Degrees} degrees", left, degrees);
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
        }
    }

    public void Drain() => logger.LogWarning("Draining early");
}
