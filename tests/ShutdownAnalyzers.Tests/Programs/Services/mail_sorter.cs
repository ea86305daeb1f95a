using System.Threading.Channels;

namespace Post.Sorter;

public sealed record Letter(string Zip, int Grams);

public interface ISortingOffice
{
    bool Accept(Letter letter);
}

public interface IChute
{
    Task DropAsync(Letter letter);
}

public sealed class MailSorter : BackgroundService, ISortingOffice
{
    private readonly Channel<Letter>[] _lanes;
    private readonly IChute _chute;
    private readonly ILogger<MailSorter> _logger;

    public MailSorter(IChute chute, IConfiguration configuration, ILogger<MailSorter> logger)
    {
        _chute = chute;
        _logger = logger;
        _lanes = [.. Enumerable.Range(0, configuration.GetValue("Lanes", 4)).Select(_ => Channel.CreateBounded<Letter>(500))];
    }

    public bool Accept(Letter letter)
        => _lanes[(uint)string.GetHashCode(letter.Zip) % _lanes.Length].Writer.TryWrite(letter);

    // The lanes run empty: completion, not the token, is what ends them.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(_lanes.Select(lane => SortAsync(lane.Reader)));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
            lane.Writer.TryComplete();

        await base.StopAsync(cancellationToken);

        var left = _lanes.Sum(l => l.Reader.Count);
        if (left > 0)
            _logger.LogWarning("{Count} letters were not sorted in time", left);
    }

    private async Task SortAsync(ChannelReader<Letter> lane)
    {
        while (await lane.WaitToReadAsync())
            while (lane.TryRead(out var letter))
                await DropAsync(letter);
    }

    private async Task DropAsync(Letter letter)
    {
        try
        {
            await _chute.DropAsync(letter);
        }
        catch (IOException ex)
        {
            _logger.LogError(ex, "A letter to {Zip} is stuck", letter.Zip);
        }
    }
}
