using System.Threading.Channels;

namespace Pki.Watch;

public sealed class RenewalInbox
{
    private readonly Channel<string> _channel = Channel.CreateBounded<string>(64);

    public bool Ask(string subject) => _channel.Writer.TryWrite(subject);
    public void Close() => _channel.Writer.TryComplete();
    public ValueTask<bool> AnyAsync(CancellationToken ct) => _channel.Reader.WaitToReadAsync(ct);
    public bool TryTake(out string? subject) => _channel.Reader.TryRead(out subject);
}

public interface ICertificateAuthority
{
    Task RenewAsync(string subject, CancellationToken cancellationToken);
}

public sealed class RenewalService : BackgroundService
{
    private readonly RenewalInbox _inbox;
    private readonly ICertificateAuthority _authority;
    private readonly CancellationToken _end;

    public RenewalService(RenewalInbox inbox, ICertificateAuthority authority, IHostApplicationLifetime lifetime)
    {
        _inbox = inbox;
        _authority = authority;
        _end = lifetime.ApplicationStopped; //! HAZARD wrong SHUT102 SHUT101
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD wrong SHUT102 SHUT101
    {
        while (await _inbox.AnyAsync(_end)) //! HAZARD wrong SHUT102 SHUT101
        {
            while (_inbox.TryTake(out var subject))
                await _authority.RenewAsync(subject!, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _inbox.Close(); //! HAZARD wrong SHUT102 SHUT101 SHUT601
    }
}
