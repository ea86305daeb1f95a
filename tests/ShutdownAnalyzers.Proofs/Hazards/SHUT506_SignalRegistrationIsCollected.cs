using System.Runtime.InteropServices;

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.TrySetResult();
});

// What every service does sooner or later.
GC.Collect();
GC.WaitForPendingFinalizers();
GC.Collect();

Console.WriteLine("ready");
await stop.Task;
Console.WriteLine("saved");
