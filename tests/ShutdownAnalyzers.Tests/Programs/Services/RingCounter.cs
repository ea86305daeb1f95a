namespace Metering.Ring;

public interface IPulseInput
{
    void Attach(Memory<long> window);
    void Detach();
}

public sealed class RingCounter : IHostedService
{
    private const int Mask = 4095;
    private readonly long[] _ring = new long[Mask + 1];
    private readonly IPulseInput _input;
    private readonly ILogger<RingCounter> _logger;
    private Thread? _thread;
    private bool _stop; //! HAZARD flag SHUT109
    private long _total;

    public RingCounter(IPulseInput input, ILogger<RingCounter> logger)
    {
        _input = input;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _input.Attach(_ring);
        _thread = new Thread(Count) { IsBackground = true, Name = "ring counter", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop = true; //! HAZARD flag SHUT109
        if (_thread is { } thread && !thread.Join(TimeSpan.FromSeconds(2)))
            _logger.LogWarning("The counter is still busy");

        _input.Detach();
        return Task.CompletedTask;
    }

    private void Count()
    {
        var at = 0;
        long sum = 0;
        while (!_stop) //! HAZARD flag SHUT109 SHUT101
        {
            var pulse = _ring[at & Mask];
            if (pulse == 0)
                continue;

            _ring[at & Mask] = 0;
            sum += pulse;
            at++;
            _total = sum;
        }
    }
}
