using System.Net.Mail;

namespace Club.Mailing;

public sealed record Letter(string To, string Subject, string Body);

public interface IOutboxTable
{
    Task<Letter?> NextAsync();
    Task DoneAsync(Letter letter);
}

public sealed class MailOutbox : IHostedService, IDisposable
{
    private readonly IOutboxTable _table;
    private readonly SmtpClient _smtp;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _closing = new();
    private Task? _sender;

    public MailOutbox(IOutboxTable table, IConfiguration configuration)
    {
        _table = table;
        _smtp = new SmtpClient(configuration["Smtp:Host"] ?? "localhost", 25);
    }

    public void Wake() => _wake.Release();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sender = SendAllAsync(_closing.Token); //! HAZARD nobody SHUT208
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_sender is null) return;

        await _sender.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD nobody SHUT208 SHUT210
        await _closing.CancelAsync(); //! HAZARD nobody SHUT208
    }

    public void Dispose()
    {
        _smtp.Dispose();
        _closing.Dispose();
        _wake.Dispose();
    }

    private async Task SendAllAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            await _wake.WaitAsync(TimeSpan.FromMinutes(1), closing);
            while (await _table.NextAsync() is { } letter)
            {
                using var mail = new MailMessage("office@club.example", letter.To, letter.Subject, letter.Body);
                await _smtp.SendMailAsync(mail, closing);
                await _table.DoneAsync(letter);
            }
        }
    }
}
