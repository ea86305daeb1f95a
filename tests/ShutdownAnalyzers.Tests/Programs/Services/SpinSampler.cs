namespace Lab.Acquisition;

public sealed unsafe class SharedRing
{
    private readonly long* _head;
    private readonly int* _slots;

    public SharedRing(long* head, int* slots, int mask)
    {
        _head = head;
        _slots = slots;
        Mask = mask;
    }

    public int Mask { get; }
    public long* Head => _head;
    public int* Slots => _slots;
}

public sealed unsafe class SpinSampler : IHostedService
{
    private readonly SharedRing _ring;
    private readonly ILogger<SpinSampler> _logger;
    private readonly long[] _histogram = new long[256];
    private Thread? _thread;
    private bool _halt;

    public SpinSampler(SharedRing ring, ILogger<SpinSampler> logger)
    {
        _ring = ring;
        _logger = logger;
    }

    public IReadOnlyList<long> Histogram => _histogram;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Sample) { IsBackground = true, Name = "sampler", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _halt = true; //! HAZARD flag SHUT109
        if (_thread?.Join(TimeSpan.FromSeconds(2)) == false)
            _logger.LogWarning("The sampler did not stop in time");
        return Task.CompletedTask;
    }

    private void Sample() //! HAZARD flag SHUT109 SHUT101
    {
        var head = _ring.Head;
        var slots = _ring.Slots;
        var mask = _ring.Mask;
        var histogram = _histogram;
        long next = 0;

        while (!_halt) //! HAZARD flag SHUT109 SHUT101
        {
            if (next < *head)
            {
                histogram[slots[next & mask] & 0xff]++;
                next++;
            }
        }
    }
}
