namespace Building.Windows;

public interface IWindowSensors
{
    IReadOnlyDictionary<string, bool> Read();
}

public interface IFacilityChat
{
    void Post(string message);
}

public sealed class WindowWatch(IWindowSensors sensors, IFacilityChat chat, IConfiguration configuration) : IHostedService, IAsyncDisposable
{
    private readonly HashSet<string> _reported = [];
    private Timer _timer = null!; //! HAZARD notstarted SHUT212

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Windows:Enabled", true)) return Task.CompletedTask;

        _timer = new Timer(static state => ((WindowWatch)state!).Check(), this, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _timer.DisposeAsync(); //! HAZARD notstarted SHUT212
        chat.Post("Window watch is going off duty");
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Check()
    {
        var hour = DateTime.Now.Hour;
        if (hour is >= 7 and < 20) return;

        foreach (var (window, open) in sensors.Read())
        {
            if (!open) _reported.Remove(window);
            else if (_reported.Add(window)) chat.Post($"Window {window} is open at {hour} o'clock");
        }
    }
}

public interface ISmokeSensors
{
    bool Alarm(out string room);
}

public sealed class SmokeWatch(ISmokeSensors sensors, IFacilityChat chat) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (sensors.Alarm(out var room)) Shout(room);
            Thread.Sleep(Quiet); //! HAZARD sleep SHUT102
        }
    }

    private void Shout(string room)
    {
        for (var i = 0; i < 3; i++)
            chat.Post($"SMOKE in {room}");
    }
}
