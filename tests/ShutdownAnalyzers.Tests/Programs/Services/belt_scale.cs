namespace Mine.Scales;

public interface IScalePort
{
    bool TryRead(out int grams);
}

public interface ITonnage
{
    void Add(int grams);
}

public sealed class BeltScale : IHostedService
{
    private readonly IScalePort _port;
    private readonly ITonnage _tonnage;
    private readonly Thread _reader;
    private readonly Lock _sync = new();
    private bool _stopping;

    public BeltScale(IScalePort port, ITonnage tonnage)
    {
        _port = port;
        _tonnage = tonnage;
        _reader = new Thread(Read) { Name = "belt scale" };
        _reader.IsBackground = true;
    }

    private bool Stopping
    {
        get
        {
            lock (_sync) return _stopping;
        }
        set
        {
            lock (_sync) _stopping = value;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reader.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopping = true;
        if (_reader.IsAlive) _reader.Join(TimeSpan.FromSeconds(3));
        return Task.CompletedTask;
    }

    private void Read()
    {
        var spin = new SpinWait();
        while (!Stopping)
        {
            if (_port.TryRead(out var grams))
            {
                _tonnage.Add(grams);
                spin.Reset();
            }
            else
            {
                spin.SpinOnce(sleep1Threshold: 20);
            }
        }
    }
}
