namespace Motorsport.Dyno;

public interface IDynoCard
{
    bool TryRead(out double torque, out double rpm);
    void Release();
}

public interface ICurve
{
    void Add(double rpm, double torque);
}

public sealed class DynoService(IDynoCard card, ICurve curve, IHostApplicationLifetime lifetime) : IHostedService
{
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new(Read) { Name = "dyno", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (_thread?.Join(TimeSpan.FromSeconds(5)) == false)
            Console.Error.WriteLine("dyno card hangs");
        return Task.CompletedTask;
    }

    private void Read()
    {
        var stop = lifetime.ApplicationStopping;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (card.TryRead(out var torque, out var rpm))
                    curve.Add(rpm, torque);
                else
                    stop.WaitHandle.WaitOne(20);
            }
        }
        finally
        {
            card.Release();
        }
    }
}
