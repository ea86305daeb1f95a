using System.Threading.Tasks.Dataflow;

namespace Water.Aqueduct;

public sealed record Sample(string Well, double Nitrate);

public interface ILab
{
    Task<bool> CheckAsync(Sample sample);
}

public sealed class SampleLine : IHostedService
{
    private readonly ActionBlock<Sample> _check;
    private readonly BufferBlock<Sample> _intake;
    private readonly IDisposable _link;
    private readonly ILogger<SampleLine> _logger;

    public SampleLine(ILab lab, ILogger<SampleLine> logger)
    {
        _logger = logger;
        _intake = new BufferBlock<Sample>(new DataflowBlockOptions { BoundedCapacity = 1000 });
        _check = new ActionBlock<Sample>(async sample =>
        {
            if (!await lab.CheckAsync(sample))
                logger.LogWarning("{Well} is polluted: {Nitrate}", sample.Well, sample.Nitrate);
        }, new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 4, BoundedCapacity = 8 });
        _link = _intake.LinkTo(_check, new DataflowLinkOptions { PropagateCompletion = true });
    }

    public Task<bool> OfferAsync(Sample sample, CancellationToken ct) => _intake.SendAsync(sample, ct);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _intake.Complete();
        try
        {
            await _check.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("{Count} samples go unchecked", _intake.Count + _check.InputCount);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "The line broke down");
        }
        finally
        {
            _link.Dispose();
        }
    }
}
