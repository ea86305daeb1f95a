namespace Museum.Vault;

public interface IStop
{
    bool Requested { get; }
    void Sleep(TimeSpan time);
}

internal sealed class HostStop(IHostApplicationLifetime lifetime) : IStop
{
    public bool Requested => lifetime.ApplicationStopping.IsCancellationRequested;

    public void Sleep(TimeSpan time) => lifetime.ApplicationStopping.WaitHandle.WaitOne(time);
}

public interface IVaultDoor
{
    string Name { get; }
    bool Closed();
}

public interface IGuardRoom
{
    void Alarm(string door, TimeSpan open);
}

public sealed class VaultPoller(IEnumerable<IVaultDoor> doors, IGuardRoom guards, IStop stop, TimeProvider clock) : BackgroundService
{
    private readonly Dictionary<string, DateTimeOffset> _open = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            if (!Round()) return;
            stop.Sleep(TimeSpan.FromSeconds(3));
        }
    }

    private bool Round()
    {
        foreach (var door in doors)
        {
            if (stop.Requested) return false;
            Check(door);
        }

        return !stop.Requested;
    }

    private void Check(IVaultDoor door)
    {
        if (door.Closed())
        {
            _open.Remove(door.Name);
            return;
        }

        var now = clock.GetUtcNow();
        if (_open.TryAdd(door.Name, now)) return;

        var since = now - _open[door.Name];
        if (since > TimeSpan.FromMinutes(2)) guards.Alarm(door.Name, since);
    }
}

public static class VaultModule
{
    public static IHostApplicationBuilder AddVault<TGuards>(this IHostApplicationBuilder builder, params IVaultDoor[] doors) where TGuards : class, IGuardRoom
    {
        builder.Services.AddSingleton<IGuardRoom, TGuards>().AddSingleton<IStop, HostStop>().AddSingleton(TimeProvider.System);
        foreach (var door in doors)
            builder.Services.AddSingleton(door);
        builder.Services.AddHostedService<VaultPoller>();
        return builder;
    }
}
