using System.Buffers.Binary;

namespace Drone.Recorder;

public sealed record Attitude(float Roll, float Pitch, float Yaw);

public interface IImu
{
    Attitude Read();
}

public interface IRecorderStore
{
    Task WriteAsync(ReadOnlyMemory<byte> block, CancellationToken ct);
}

public sealed class FlightRecorder : IHostedService, IDisposable
{
    private const int BlockSize = 1200;

    private readonly IImu _imu;
    private readonly IRecorderStore _store;
    private readonly ILogger<FlightRecorder> _logger;
    private CancellationToken _running; //! HAZARD start SHUT206
    private PeriodicTimer? _timer;
    private Task? _recording;

    public FlightRecorder(IImu imu, IRecorderStore store, ILogger<FlightRecorder> logger)
    {
        _imu = imu;
        _store = store;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = cancellationToken; //! HAZARD start SHUT206
        _timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        _recording = RecordAsync(_timer);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        if (_recording is not null)
            await Task.WhenAny(_recording, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _timer?.Dispose();

    private async Task RecordAsync(PeriodicTimer timer)
    {
        var block = new byte[BlockSize];
        var used = 0;
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var attitude = _imu.Read();
            BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(used), attitude.Roll);
            BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(used + 4), attitude.Pitch);
            BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(used + 8), attitude.Yaw);
            used += 12;
            if (used < BlockSize) continue;

            used = 0;
            try
            {
                await _store.WriteAsync(block, _running); //! HAZARD start SHUT206
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "A block of the flight is lost");
            }
        }

        if (used > 0) await _store.WriteAsync(block.AsMemory(0, used), CancellationToken.None);
    }
}
