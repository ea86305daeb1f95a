using System.Runtime.InteropServices;

namespace Guard.NightWatch;

internal sealed class SignalScope
{
    private readonly PosixSignalRegistration[] _handlers; //! HAZARD scope SHUT506

    public SignalScope(CancellationTokenSource source)
    {
        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            source.Cancel();
        }

        _handlers = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)]; //! HAZARD scope SHUT506
    }

    public int Count => _handlers.Length;
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var rounds = new CancellationTokenSource();
        var scope = new SignalScope(rounds); //! HAZARD scope SHUT506
        Console.WriteLine($"Watching {args.Length} doors, {scope.Count} signals"); //! HAZARD scope SHUT506

        try
        {
            while (!rounds.IsCancellationRequested)
            {
                foreach (var door in args)
                    if (!File.Exists(door)) Console.Error.WriteLine($"{door} is open");

                await Task.Delay(TimeSpan.FromMinutes(15), rounds.Token);
            }
        }
        catch (OperationCanceledException) when (rounds.IsCancellationRequested)
        {
        }
        finally
        {
            await File.WriteAllTextAsync("last-round.txt", DateTimeOffset.Now.ToString("O"));
        }
    }
}
