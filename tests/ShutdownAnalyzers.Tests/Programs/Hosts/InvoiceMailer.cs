using System.Collections.Concurrent;

namespace Billing.Mail;

public sealed record Invoice(string Number, string Recipient, decimal Total);

public interface IMailGateway
{
    Task SendAsync(string to, string subject, string body, CancellationToken ct);
}

public interface IInvoiceOutbox
{
    void Add(Invoice invoice);
}

public sealed class InvoiceMailer : BackgroundService, IInvoiceOutbox
{
    private readonly ConcurrentQueue<Invoice> _queue = new();
    private readonly SemaphoreSlim _pending = new(0);
    private readonly IMailGateway _mail;
    private readonly ILogger<InvoiceMailer> _logger;

    public InvoiceMailer(IMailGateway mail, ILogger<InvoiceMailer> logger)
    {
        _mail = mail;
        _logger = logger;
    }

    public void Add(Invoice invoice)
    {
        _queue.Enqueue(invoice);
        _pending.Release();
    }

    public override void Dispose()
    {
        _pending.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _pending.WaitAsync(); //! HAZARD pending SHUT102

            if (!_queue.TryDequeue(out var invoice))
                continue;

            try
            {
                await _mail.SendAsync(invoice.Recipient, $"Invoice {invoice.Number}", $"Due: {invoice.Total:C}", stoppingToken);
            }
            catch (InvalidOperationException ex)
            {
                _logger.LogError(ex, "Invoice {Number} could not be sent", invoice.Number);
                _queue.Enqueue(invoice);
                _pending.Release();
            }
        }
    }
}

public static class BillingServices
{
    public static IServiceCollection AddInvoiceMail(this IServiceCollection services) => services
        .AddSingleton<InvoiceMailer>()
        .AddSingleton<IInvoiceOutbox>(sp => sp.GetRequiredService<InvoiceMailer>())
        .AddHostedService(sp => sp.GetRequiredService<InvoiceMailer>());
}
