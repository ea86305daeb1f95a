using System.Runtime.InteropServices;

namespace Buses.Announcements;

public sealed class VolumeSignals(ILogger<VolumeSignals> logger) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _hangUp;
    private int _volume = 5;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Louder);

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _hangUp?.Dispose();

    private void Louder(PosixSignalContext context)
    {
        context.Cancel = true;
        logger.LogInformation("Volume {Volume}", Interlocked.Increment(ref _volume));
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<VolumeSignals>();

        using var host = builder.Build();
        var child = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, static _ => { });
        try
        {
            await host.RunAsync();
        }
        finally
        {
            child.Dispose();
        }
    }
}
