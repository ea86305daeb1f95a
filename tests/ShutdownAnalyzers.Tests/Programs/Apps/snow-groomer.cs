using System.Runtime.InteropServices;

namespace Slopes.Groomer;

internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public CancellationToken Stop => _source.Token;

    public Signals On(params PosixSignal[] signals)
    {
        foreach (var signal in signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));

        return this;
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }
}

internal static class Program
{
    private static PosixSignalRegistration? s_hangUp;

    private static async Task Main()
    {
        using var signals = new Signals().On(PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT);
        s_hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);

        using var http = new HttpClient { BaseAddress = new Uri("http://groomer.local") };
        var stop = signals.Stop;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Console.WriteLine(await http.GetStringAsync("position", stop));
                await Task.Delay(5_000, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            s_hangUp.Dispose();
            await http.PostAsync("blade/up", content: null);
        }
    }
}
