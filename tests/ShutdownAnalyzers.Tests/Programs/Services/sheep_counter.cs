using System.Collections.Concurrent;

namespace Farm.Sheep;

public interface IGateCamera
{
    int Passed();
}

public sealed class SheepCounter : IHostedService
{
    private readonly ConcurrentQueue<int> _minutes = new();
    private readonly IGateCamera _camera;
    private Task? _counting;

    public SheepCounter(IGateCamera camera)
    {
        _camera = camera;
    }

    public int Total => _minutes.Sum();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _counting = CountAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _counting ?? Task.CompletedTask; //! HAZARD nobody SHUT208 SHUT210

    private async Task CountAsync()
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await minute.WaitForNextTickAsync()) //! HAZARD nobody SHUT208 SHUT101
            _minutes.Enqueue(_camera.Passed());
    }
}
