using System.Threading.Channels;

namespace Election.Tally;

public sealed class VoteTally : IHostedService
{
    private readonly Channel<string> _votes = Channel.CreateBounded<string>(10_000);
    private readonly Dictionary<string, int> _counts = [];
    private readonly ILogger<VoteTally> _logger;
    private Task _reader = Task.CompletedTask;

    public VoteTally(ILogger<VoteTally> logger) => _logger = logger;

    public ValueTask CastAsync(string candidate, CancellationToken ct) => _votes.Writer.WriteAsync(candidate, ct);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reader = Task.Run(ReadAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _votes.Writer.TryComplete();
        await Finished(cancellationToken); //! HAZARD throws SHUT211
        _logger.LogInformation("{Total} votes counted", _counts.Values.Sum());
    }

    private Task Finished(CancellationToken deadline) => _reader.WaitAsync(deadline); //! HAZARD throws SHUT211

    private async Task ReadAsync()
    {
        await foreach (var candidate in _votes.Reader.ReadAllAsync())
            _counts[candidate] = _counts.GetValueOrDefault(candidate) + 1;
    }
}
