using System.Runtime.InteropServices;

using var shutdown = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

var booths = Enumerable.Range(1, 6).Select(n => new Booth(n)).ToArray();
var count = 0L;
try
{
    while (true)
    {
        foreach (var booth in booths)
            count += booth.Collect();

        await Pace.NextAsync(shutdown.Token);
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine($"{count} vehicles");
}
finally
{
    foreach (var booth in booths)
        booth.RaiseBarrier();
}

return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    shutdown.Cancel();
}

internal sealed class Booth(int number)
{
    private readonly Random _traffic = new(number);
    private bool _barrierUp;

    public int Number => number;

    public bool IsOpen => _barrierUp;

    public int Collect()
    {
        var vehicles = 0;
        while (_traffic.Next(4) != 0)
        {
            _barrierUp = true;
            vehicles++;
            _barrierUp = false;
        }

        return vehicles;
    }

    public void RaiseBarrier() => _barrierUp = true;
}

internal static class Pace
{
    private static readonly TimeSpan Day = TimeSpan.FromSeconds(2), Night = TimeSpan.FromSeconds(20);

    public static Task NextAsync(CancellationToken token) => DateTime.Now.Hour switch
    {
        >= 6 and < 22 => Task.Delay(Day, token),
        _ => Task.Delay(Night, token)
    };
}
