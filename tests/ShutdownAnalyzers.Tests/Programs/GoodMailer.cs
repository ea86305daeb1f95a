using System.Threading.Channels;

namespace Post.Mailing;

public sealed record Letter(string To, string Text);

public interface IMailServer
{
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
}

/// <summary>Takes letters until stopping begins, then sends what is left within the time the host grants.</summary>
public sealed class Mailer(IMailServer server, ILogger<Mailer> logger) : BackgroundService
{
    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(100);

    public ValueTask PostAsync(Letter letter, CancellationToken cancellationToken) => _letters.Writer.WriteAsync(letter, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await server.SendAsync(letter, patience.Token);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Letter to {To} is lost", letter.To);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _letters.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }
}
