using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pottery.Shop
{
    public interface IShopDatabase
    {
        Task<bool> CanConnectAsync(CancellationToken ct);
        Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken ct);
        Task ApplyAsync(string migration, CancellationToken ct);
    }

    public class MigrationService : IHostedService
    {
        private const int MaxAttempts = 30;

        private readonly IServiceScopeFactory _scopes;
        private readonly ILogger<MigrationService> _logger;

        public MigrationService(IServiceScopeFactory scopes, ILogger<MigrationService> logger)
        {
            _scopes = scopes;
            _logger = logger;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using (var scope = _scopes.CreateAsyncScope())
            {
                var database = scope.ServiceProvider.GetRequiredService<IShopDatabase>();
                await WaitForAsync(database, cancellationToken);

                foreach (var migration in await database.PendingMigrationsAsync(cancellationToken))
                {
                    _logger.LogInformation("Applying {Migration}", migration);
                    await database.ApplyAsync(migration, cancellationToken);
                }

                await Task.Run(() => WarmUp(cancellationToken), cancellationToken);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            return Task.CompletedTask;
        }

        private async Task WaitForAsync(IShopDatabase database, CancellationToken ct)
        {
            var attempt = 0;
            while (true)
            {
                if (await database.CanConnectAsync(ct))
                    return;

                if (++attempt == MaxAttempts)
                    throw new TimeoutException("The shop's database does not answer.");

                _logger.LogWarning("Attempt {Attempt} of {Max}", attempt, MaxAttempts);
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
            }
        }

        private void WarmUp(CancellationToken ct)
        {
            for (var glaze = 0; glaze < 12; glaze++)
            {
                ct.ThrowIfCancellationRequested();
                _logger.LogDebug("Glaze {Glaze} loaded", glaze);
            }
        }
    }

    public class StockCheck : BackgroundService
    {
        private readonly IServiceScopeFactory _scopes;
        private readonly ILogger<StockCheck> _logger;

        public StockCheck(IServiceScopeFactory scopes, ILogger<StockCheck> logger)
        {
            _scopes = scopes;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await using (var scope = _scopes.CreateAsyncScope())
                {
                    var database = scope.ServiceProvider.GetRequiredService<IShopDatabase>();
                    if (!await database.CanConnectAsync(stoppingToken))
                        _logger.LogWarning("The shop's database is away");
                }

                await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
            }
        }
    }
}
