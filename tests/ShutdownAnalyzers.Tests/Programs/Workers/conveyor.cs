namespace Plant.Conveyors;

public interface IBeltDriver
{
    bool PulseSeen();
    void Nudge(int belt);
}

public abstract class Worker
{
    private Thread? _thread;
    private bool _running; //! HAZARD running SHUT109

    protected bool Running => _running; //! HAZARD running SHUT109

    public void Begin(string name)
    {
        _running = true;
        _thread = new(Body) { IsBackground = true, Name = name, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public void End()
    {
        _running = false; //! HAZARD running SHUT109
        _thread?.Join(1_500);
    }

    protected abstract void Body();
}

public sealed class BeltCounter : Worker
{
    private long _turns;

    protected override void Body()
    {
        while (Running) //! HAZARD running SHUT109
        {
            unchecked { _turns += (_turns & 1) + 1; }
        }
    }
}

public sealed class ConveyorService(BeltCounter counter) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        counter.Begin("belt");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        counter.End();
        return Task.CompletedTask;
    }
}
