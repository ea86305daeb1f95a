using System.Runtime.InteropServices;

return await Daemon.RunAsync(async stop =>
{
    using var timer = new PeriodicTimer(TimeSpan.FromMinutes(30));
    var bells = 0;
    do
    {
        bells = bells % 8 + 1;
        Console.WriteLine(new string('*', bells));
    }
    while (await timer.WaitForNextTickAsync(stop));
});

internal static class Daemon
{
    public static async Task<int> RunAsync(Func<CancellationToken, Task> body)
    {
        using var source = new CancellationTokenSource();
        using var signals = new SignalSet(source.Cancel);
        try
        {
            await body(source.Token);
            return 0;
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception ex)
        {
            Console.Error.WriteLine(ex);
            return 1;
        }
    }

    private sealed class SignalSet(Action stop) : IDisposable
    {
        private readonly IDisposable[] _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Handle(c, stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Handle(c, stop)),
        ];

        public void Dispose() => Array.ForEach(_registrations, r => r.Dispose());

        private static void Handle(PosixSignalContext context, Action stop)
        {
            context.Cancel = true;
            stop();
        }
    }
}
