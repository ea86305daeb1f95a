namespace Ceramics.Kilns;

public interface IKilnBus
{
    double ReadCelsius(int kiln);
    void SetDuty(int kiln, double duty);
}

internal sealed class KilnController : IHostedService, IDisposable
{
    private readonly IKilnBus _bus;
    private readonly CancellationTokenSource _halt = new();
    private readonly Thread[] _threads;

    public KilnController(IKilnBus bus, IConfiguration configuration)
    {
        _bus = bus;
        _threads = Enumerable.Range(1, configuration.GetValue("Kilns", 2))
            .Select(kiln => new Thread(() => Control(new Loop(kiln, 0.8, 0.05))) { IsBackground = true, Name = $"kiln-{kiln}" })
            .ToArray();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Array.ForEach(_threads, static t => t.Start());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _halt.Cancel();
        foreach (var thread in _threads)
        {
            if (thread.IsAlive) thread.Join(TimeSpan.FromSeconds(2));
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _halt.Dispose();

    private void Control(Loop loop) //! HAZARD control SHUT101 SHUT102 SHUT205
    {
        var integral = 0.0;
    next: //! HAZARD control SHUT101 SHUT102 SHUT205
        var error = loop.Target(DateTime.UtcNow) - _bus.ReadCelsius(loop.Kiln);
        integral = Math.Clamp(integral + error * loop.Ki, -1, 1);
        _bus.SetDuty(loop.Kiln, Math.Clamp(loop.Kp * error + integral, 0, 1));
        Thread.Sleep(TimeSpan.FromSeconds(10)); //! HAZARD control SHUT101 SHUT102 SHUT205
        goto next; //! HAZARD control SHUT101 SHUT102 SHUT205
    }

    private readonly record struct Loop(int Kiln, double Kp, double Ki)
    {
        public double Target(DateTime now) => now.Hour is >= 6 and < 20 ? 1240 : 600;
    }
}
