using System.Runtime.InteropServices;
using Serilog;

Log.Logger = new LoggerConfiguration()
    .WriteTo.File("backup.log", outputTemplate: "{Message}{NewLine}", buffered: true)
    .CreateLogger();

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.TrySetResult();
});

Console.WriteLine("ready");
await stop.Task;

for (var file = 1; file <= 2000; file++)
{
    Log.Information("closed {File}", file);
}
