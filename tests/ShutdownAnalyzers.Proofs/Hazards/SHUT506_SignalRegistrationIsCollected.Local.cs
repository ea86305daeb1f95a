using System.Runtime.InteropServices;

using var stop = new CancellationTokenSource();
var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});

Console.WriteLine("starting");
await Task.Yield();

// What every service does sooner or later.
GC.Collect();
GC.WaitForPendingFinalizers();
GC.Collect();

Console.WriteLine("ready");
try
{
    await Task.Delay(Timeout.Infinite, stop.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine("saved");
}
