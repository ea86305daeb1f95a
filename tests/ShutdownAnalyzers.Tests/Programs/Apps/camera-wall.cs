using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR.Client;

namespace Cameras.Wall;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, stop));

        var wall = new Dictionary<string, HubConnection>(); //! HAZARD cameras SHUT704
        try
        {
            foreach (var camera in args)
                wall[camera] = await OpenAsync(camera, stop.Token); //! HAZARD cameras SHUT704

            var clock = Stopwatch.StartNew();
            while (!stop.IsCancellationRequested)
            {
                foreach (var (camera, hub) in wall)
                    Console.WriteLine($"{clock.Elapsed} {camera}: {await hub.InvokeAsync<int>("frame", stop.Token)}");

                await Task.Delay(TimeSpan.FromSeconds(2), stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            Console.WriteLine($"{wall.Count} cameras shown");
            wall.Clear(); //! HAZARD cameras SHUT704
        }
    }

    private static async Task<HubConnection> OpenAsync(string camera, CancellationToken cancellationToken) //! HAZARD cameras SHUT704
    {
        var hub = new HubConnectionBuilder().WithUrl($"http://{camera}/hub").Build(); //! HAZARD cameras SHUT704
        await hub.StartAsync(cancellationToken); //! HAZARD cameras SHUT704
        return hub; //! HAZARD cameras SHUT704
    }

    private static void End(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
