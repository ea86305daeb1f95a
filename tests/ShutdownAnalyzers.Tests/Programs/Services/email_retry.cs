using System.Net.Mail;

namespace Mail.Delivery
{
    public class Letter
    {
        public string To { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Body { get; set; } = "";
    }

    public interface ILetterTable
    {
        Task<IList<Letter>> DueAsync(CancellationToken cancellationToken);
        Task SentAsync(Letter letter);
    }

    public class MailDelivery : BackgroundService
    {
        private readonly ILetterTable _letters;
        private readonly ILogger<MailDelivery> _logger;
        private readonly string _server;

        public MailDelivery(ILetterTable letters, IConfiguration configuration, ILogger<MailDelivery> logger)
        {
            _letters = letters;
            _logger = logger;
            _server = configuration["Smtp"] ?? "localhost";
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    foreach (var letter in await _letters.DueAsync(stoppingToken))
                    {
                        await SendAsync(letter, stoppingToken);
                        await _letters.SentAsync(letter);
                    }
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception ex)
                {
                    _logger.LogWarning(ex, "The letters wait");
                }

                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }

        private async Task SendAsync(Letter letter, CancellationToken cancellationToken)
        {
            using (var client = new SmtpClient(_server))
            using (var message = new MailMessage("noreply@example.org", letter.To, letter.Subject, letter.Body))
            {
                await client.SendMailAsync(message, cancellationToken);
            }
        }
    }
}
