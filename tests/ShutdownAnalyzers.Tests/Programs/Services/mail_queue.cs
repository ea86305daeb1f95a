using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMailing();

var app = builder.Build();
app.MapPost("/mails", (Mail mail, MailQueue queue) => queue.Enqueue(mail) ? Results.Accepted() : Results.StatusCode(503));
app.Run();

public sealed record Mail(string To, string Subject, string Body);

public sealed class MailQueue(ILogger<MailQueue> logger) : BackgroundService
{
    private readonly Channel<Mail> _mails = Channel.CreateBounded<Mail>(500);

    public bool Enqueue(Mail mail) => _mails.Writer.TryWrite(mail);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _mails.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in _mails.Reader.ReadAllAsync(CancellationToken.None))
            logger.LogInformation("Sent {Subject} to {To}", mail.Subject, mail.To);
    }
}

internal static class MailingSetup
{
    public static void AddMailing(this IServiceCollection services)
    {
        services.AddSingleton<MailQueue>(); //! HAZARD twin SHUT215
        services.AddHostedService<MailQueue>(); //! HAZARD twin SHUT215
    }
}
