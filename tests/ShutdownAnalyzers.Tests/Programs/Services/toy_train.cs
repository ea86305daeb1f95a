using System.Runtime.InteropServices;

using var loggers = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.SingleLine = true));
var log = loggers.CreateLogger("train");

using var brake = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Brake);
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    brake.Cancel();
};

var track = new Track(args.Length > 0 ? int.Parse(args[0]) : 24);
var signalman = new Thread(() => Watch(track, brake.Token)) { Name = "signalman" };
signalman.Start();

try
{
    for (var section = 0; ; section = track.Next(section))
    {
        log.LogInformation("Section {Section}", section);
        await Task.Delay(track.Time(section), brake.Token);
    }
}
catch (OperationCanceledException) when (brake.IsCancellationRequested)
{
    log.LogInformation("The train stands");
}
finally
{
    signalman.Join(TimeSpan.FromSeconds(2));
}

return 0;

void Brake(PosixSignalContext context)
{
    context.Cancel = true;
    brake.Cancel();
}

static void Watch(Track track, CancellationToken brake)
{
    while (!brake.WaitHandle.WaitOne(TimeSpan.FromSeconds(5)))
        track.Inspect();
}

internal sealed class Track(int sections)
{
    private int _inspections;

    public int Next(int section) => (section + 1) % sections;

    public TimeSpan Time(int section) => TimeSpan.FromMilliseconds(700 + section % 3 * 200);

    public void Inspect() => Interlocked.Increment(ref _inspections);
}
