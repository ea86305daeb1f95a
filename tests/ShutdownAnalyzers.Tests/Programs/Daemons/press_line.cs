namespace Print.PressLine;

public interface IPressPort
{
    byte ReadStatus();
    void Acknowledge(byte status);
    void Park();
}

/// <summary>The driver of the press is not thread-safe: one thread owns it. It is a foreground thread on purpose, Park must run.</summary>
public sealed class PressLine : IHostedService, IDisposable
{
    private readonly ManualResetEventSlim _leave = new(false);
    private readonly AutoResetEvent _kick = new(false);
    private readonly IPressPort _port;
    private readonly ILogger<PressLine> _logger;
    private readonly Thread _owner;
    private volatile bool _paused;
    private volatile bool _started;
    private bool _disposed;

    public PressLine(IPressPort port, ILogger<PressLine> logger)
    {
        _port = port;
        _logger = logger;
        _owner = new Thread(Own) { Name = "press" };
    }

    public bool Paused
    {
        get => _paused;
        set
        {
            _paused = value;
            _kick.Set();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        _owner.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Leave();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Leave(); // the host does not call StopAsync when the start of another service fails
        _kick.Dispose();
        _leave.Dispose();
    }

    private void Leave()
    {
        if (_disposed && _leave.IsSet) return;
        _leave.Set();
        _kick.Set();
        if (_started && !_owner.Join(TimeSpan.FromSeconds(10)))
            _logger.LogError("The press does not answer");
    }

    private void Own()
    {
        byte last = 0;
        while (!_leave.IsSet)
        {
            try
            {
                if (!_paused) last = Turn(last);
            }
            catch (IOException e)
            {
                _logger.LogWarning(e, "Status could not be read");
            }

            _kick.WaitOne(millisecondsTimeout: 200);
        }

        try
        {
            _port.Park();
        }
        catch (IOException e)
        {
            _logger.LogError(e, "The press is not parked");
        }
    }

    private byte Turn(byte last)
    {
        var status = _port.ReadStatus();
        if (status == last) return last;

        _port.Acknowledge(status);
        return status;
    }
}

public static class PressServices
{
    public static IServiceCollection AddPressLine(this IServiceCollection services)
    {
        services.AddSingleton<PressLine>();
        services.AddHostedService(provider => provider.GetRequiredService<PressLine>());
        return services;
    }
}
