namespace Shop.Coupons;

public interface ICouponTable
{
    Task EnsureAsync(CancellationToken ct);
    Task<int> ExpireAsync(DateTimeOffset now, CancellationToken ct);
}

public sealed class CouponExpiry(ICouponTable table, TimeProvider clock, ILogger<CouponExpiry> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        logger.LogInformation("Preparing the coupon table");
        await table.EnsureAsync(cancellationToken); //! HAZARD start SHUT202
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(30), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var expired = await table.ExpireAsync(clock.GetUtcNow(), stoppingToken);
            if (expired > 0)
                logger.LogInformation("{Count} coupons expired", expired);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        logger.LogInformation("Coupons no longer expire");
    }
}

public sealed class CouponImport(ICouponTable table, IHostEnvironment environment, ILogger<CouponImport> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            logger.LogInformation("Import from the sample file");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await table.EnsureAsync(stoppingToken);
        logger.LogInformation("Import done");
    }
}
