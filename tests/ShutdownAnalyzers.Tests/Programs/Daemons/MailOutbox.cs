namespace Post.Outbox;

public sealed record Letter(long Id, string To, string Body);

public interface ILetterStore
{
    Task<IReadOnlyList<Letter>> NextAsync(int count, CancellationToken cancellationToken);
    Task SentAsync(long id, CancellationToken cancellationToken);
    Task UnlockAllAsync(CancellationToken cancellationToken);
}

public interface ITransport
{
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
    Task QuitAsync(CancellationToken cancellationToken);
}

public abstract class OutboxWorker : BackgroundService
{
    protected OutboxWorker(ILetterStore store, ILogger logger)
    {
        Store = store;
        Logger = logger;
    }

    protected ILetterStore Store { get; }
    protected ILogger Logger { get; }
    protected virtual int BatchSize => 25;

    protected abstract Task DeliverAsync(Letter letter, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var batch = await Store.NextAsync(BatchSize, stoppingToken);
            foreach (var letter in batch)
            {
                await DeliverAsync(letter, stoppingToken);
                await Store.SentAsync(letter.Id, CancellationToken.None);
            }

            if (batch.Count < BatchSize)
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        Logger.LogInformation("{Outbox} is stopping", GetType().Name);
        await Store.UnlockAllAsync(cancellationToken);
    }
}

public class SmtpOutbox : OutboxWorker
{
    private readonly ITransport _transport;

    public SmtpOutbox(ILetterStore store, ITransport transport, ILogger<SmtpOutbox> logger) : base(store, logger) => _transport = transport;

    protected override Task DeliverAsync(Letter letter, CancellationToken cancellationToken) => _transport.SendAsync(letter, cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _transport.QuitAsync(cancellationToken);
    }
}

public interface IMailbox
{
    Task<IReadOnlyList<string>> BouncesAsync(CancellationToken cancellationToken);
    Task ExpungeAsync(CancellationToken cancellationToken);
    Task LogoutAsync(CancellationToken cancellationToken);
}

public sealed class BounceReader(IMailbox mailbox, ILogger<BounceReader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = new HashSet<string>();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(3));

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var address in await mailbox.BouncesAsync(stoppingToken))
            {
                if (seen.Add(address)) logger.LogWarning("{Address} bounced", address);
            }
        }

        await mailbox.ExpungeAsync(CancellationToken.None); //! HAZARD logout SHUT107
        await mailbox.LogoutAsync(CancellationToken.None); //! HAZARD logout SHUT107
    }
}
