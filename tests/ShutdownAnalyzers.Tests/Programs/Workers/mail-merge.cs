using System.Threading.Channels;

namespace Mailing.Merge;

public sealed record Letter(string To, string Template);

public interface ISmtp
{
    Task<bool> SendAsync(Letter letter);
}

public sealed class MailMerge : BackgroundService
{
    private readonly Channel<Letter> _letters = Channel.CreateUnbounded<Letter>(new() { SingleReader = true });
    private readonly ISmtp _smtp;

    public MailMerge(ISmtp smtp) => _smtp = smtp;

    public bool Post(Letter letter) => _letters.Writer.TryWrite(letter);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _letters.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD drain SHUT112
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync(stoppingToken)) //! HAZARD drain SHUT112
        {
            var attempt = 0;
            do
            {
                if (await _smtp.SendAsync(letter)) break; //! HAZARD drain SHUT112
            }
            while (++attempt < 3);
        }
    }
}
