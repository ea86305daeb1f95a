using Polly;
using Polly.Retry;

namespace Messaging.Sms;

public interface ISmsModem
{
    Task OpenAsync(string port, CancellationToken cancellationToken);
    Task<bool> SendNextAsync(CancellationToken cancellationToken);
}

public sealed class SmsGateway : BackgroundService
{
    private readonly ISmsModem _modem;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _forever;

    public SmsGateway(ISmsModem modem, ILoggerFactory loggers)
    {
        _modem = modem;
        _log = loggers.CreateLogger("sms");
        _forever = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromSeconds(20),
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = TimeSpan.FromMinutes(5),
                ShouldHandle = new PredicateBuilder().Handle<IOException>().Handle<UnauthorizedAccessException>(),
                OnRetry = retry => { _log.LogWarning("Modem not there ({Attempt})", retry.AttemptNumber); return default; },
            })
            .Build();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ConnectAsync(stoppingToken); //! HAZARD retry SHUT102
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await _modem.SendNextAsync(stoppingToken))
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
        }
    }

    private async ValueTask ConnectAsync(CancellationToken cancellationToken) //! HAZARD retry SHUT102
        => await _forever.ExecuteAsync(async _ => await _modem.OpenAsync("/dev/ttyUSB0", cancellationToken)); //! HAZARD retry SHUT102
}
