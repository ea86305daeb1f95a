using System.Runtime.InteropServices;

var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

var registrations = new[]
{
    PosixSignalRegistration.Create(PosixSignal.SIGINT, Finish),
    PosixSignalRegistration.Create(PosixSignal.SIGTERM, Finish),
};

var lamp = new Lamp(Console.Out);
try
{
    while (!finished.Task.IsCompleted)
    {
        lamp.Flash();
        await Task.WhenAny(finished.Task, Task.Delay(TimeSpan.FromSeconds(7.5)));
    }
}
finally
{
    lamp.Off();
    Array.ForEach(registrations, static r => r.Dispose());
}

return 0;

void Finish(PosixSignalContext context)
{
    context.Cancel = true;
    finished.TrySetResult();
}

internal sealed class Lamp(TextWriter writer)
{
    private int _flashes;

    public void Flash() => writer.WriteLine($"flash {++_flashes}");

    public void Off() => writer.WriteLine($"off after {_flashes}");
}
