using System.Globalization;
using Microsoft.Extensions.Options;

namespace Tax.Refunds;

public sealed class RefundOptions
{
    public required string Inbox { get; set; }
    public TimeSpan PayEvery { get; set; } = TimeSpan.FromMinutes(10);
}

public sealed record Refund(string TaxNumber, decimal Amount);

public interface IPayments
{
    void Pay(IReadOnlyCollection<Refund> refunds);
}

public sealed class RefundBatches(IOptions<RefundOptions> options, IPayments payments, ILogger<RefundBatches> logger) : IHostedService
{
    private readonly Lock _gate = new();
    private readonly List<Refund> _waiting = [];
    private FileSystemWatcher? _inbox;
    private System.Timers.Timer? _payday;
    private decimal _paid;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        Directory.CreateDirectory(settings.Inbox);

        _inbox = new FileSystemWatcher(settings.Inbox, "*.refund"); //! HAZARD running SHUT704
        _inbox.Created += (_, file) => Read(file.FullPath); //! HAZARD running SHUT205
        _inbox.EnableRaisingEvents = true; //! HAZARD running SHUT205

        _payday = new System.Timers.Timer(settings.PayEvery) { AutoReset = true };
        _payday.Elapsed += (_, _) => PayWaiting(); //! HAZARD running SHUT205
        _payday.Start(); //! HAZARD running SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            logger.LogInformation("{Paid:N2} paid, {Waiting} refunds stay in the inbox", _paid, _waiting.Count);
        }

        return Task.CompletedTask;
    }

    private void Read(string path)
    {
        try
        {
            var refunds = File.ReadLines(path)
                .Select(line => line.Split(';'))
                .Where(parts => parts.Length == 2)
                .Select(parts => new Refund(parts[0], decimal.Parse(parts[1], CultureInfo.InvariantCulture)))
                .ToList();
            lock (_gate) _waiting.AddRange(refunds);
        }
        catch (Exception ex) when (ex is IOException or FormatException)
        {
            logger.LogError(ex, "{Path} cannot be read", path);
        }
    }

    private void PayWaiting()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0) return;
            payments.Pay(_waiting);
            _paid += _waiting.Sum(r => r.Amount);
            _waiting.Clear();
        }
    }
}

public static class RefundServices
{
    public static IServiceCollection AddRefunds<TPayments>(this IServiceCollection services, IConfiguration section)
        where TPayments : class, IPayments
    {
        services.AddOptions<RefundOptions>().Bind(section);
        services.AddSingleton<IPayments, TPayments>();
        return services.AddHostedService<RefundBatches>();
    }
}
