using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Payments.Fraud;

public interface IScoring
{
    Task<double> ScoreAsync(string payment, CancellationToken ct);
}

public class FraudScorer : BackgroundService
{
    private readonly IScoring _scoring;
    private readonly ILogger<FraudScorer> _logger;
    private readonly string _redisAddress;
    private ConnectionMultiplexer? _redis;

    public FraudScorer(IScoring scoring, IConfiguration configuration, ILogger<FraudScorer> logger)
    {
        _scoring = scoring;
        _logger = logger;
        _redisAddress = configuration["Redis"] ?? "localhost:6379";
    }

    [MemberNotNullWhen(true, nameof(_redis))]
    private bool Connected => _redis is { IsConnected: true };

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _redis = await ConnectionMultiplexer.ConnectAsync(_redisAddress);
        }
        catch (RedisConnectionException ex)
        {
            _logger.LogError(ex, "No fraud scoring without Redis");
        }
        finally
        {
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Connected) return;

        var queue = _redis.GetDatabase();
        while (!stoppingToken.IsCancellationRequested)
        {
            var payment = await queue.ListLeftPopAsync("payments:unscored");
            if (payment.IsNull)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken);
                continue;
            }

            var score = await _scoring.ScoreAsync(payment.ToString(), CancellationToken.None);
            await queue.HashSetAsync("payments:scores", payment, score);
            if (score > 0.9) _logger.LogWarning("{Payment} looks like fraud: {Score:0.00}", payment, score);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
        }
        finally
        {
            if (_redis is { } redis)
                await redis.DisposeAsync();
        }
    }
}
