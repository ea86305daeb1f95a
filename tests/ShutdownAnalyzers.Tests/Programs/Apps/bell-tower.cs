using System.Runtime.InteropServices;

var tower = new Tower();
using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, tower.OnSignal)) //! HAZARD bell SHUT506
using (PosixSignalRegistration.Create(PosixSignal.SIGINT, tower.OnSignal)) //! HAZARD bell SHUT506
    Console.WriteLine("Ringing every quarter");

await tower.RingAsync(); //! HAZARD bell SHUT506

internal sealed class Tower
{
    private readonly CancellationTokenSource _silence = new();

    public void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _silence.Cancel();
    }

    public async Task RingAsync()
    {
        var token = _silence.Token;
        try
        {
            while (!token.IsCancellationRequested)
            {
                var now = TimeOnly.FromDateTime(DateTime.Now);
                await Task.Delay(TimeSpan.FromMinutes(15 - now.Minute % 15), token);
                await StrikeAsync(now.Hour % 12);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        finally
        {
            Console.WriteLine("Clapper secured");
        }
    }

    private static async Task StrikeAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Console.Write('\a');
            await Task.Delay(900);
        }
    }
}
