using System.Threading.Channels;

namespace Office.Spooler;

public sealed record PrintJob(Guid Id, string Queue, ReadOnlyMemory<byte> Data);

public interface IDevice
{
    Task PrintAsync(PrintJob job);
}

public sealed class Spooler : IHostedService
{
    private readonly Channel<PrintJob> _jobs = Channel.CreateUnbounded<PrintJob>();
    private readonly IDevice _device;
    private readonly ILogger<Spooler> _logger;
    private Task? _printing;

    public Spooler(IDevice device, ILogger<Spooler> logger) => (_device, _logger) = (device, logger);

    public bool TryEnqueue(PrintJob job) => _jobs.Writer.TryWrite(job);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _printing = PrintAllAsync(); //! HAZARD join SHUT208 SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} jobs are left", _jobs.Reader.Count);
        return JoinAsync(); //! HAZARD join SHUT208 SHUT210
    }

    private async Task JoinAsync()
    {
        if (_printing is null)
            return;

        await _printing; //! HAZARD join SHUT208 SHUT210
        _logger.LogInformation("The spooler is empty");
    }

    private async Task PrintAllAsync()
    {
        await foreach (var job in _jobs.Reader.ReadAllAsync()) //! HAZARD join SHUT208 SHUT601 SHUT101
        {
            try
            {
                await _device.PrintAsync(job);
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "Job {Id} on {Queue} failed", job.Id, job.Queue);
            }
        }
    }
}
