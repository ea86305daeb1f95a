using Clinic;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IClinicDatabase, ClinicDatabase>();
builder.Services.AddSingleton<IHostedService>(sp => new MigrationRunner(sp.GetRequiredService<IClinicDatabase>(), "patients", sp.GetRequiredService<ILogger<MigrationRunner>>()));
builder.Services.AddSingleton<IHostedService>(sp => new MigrationRunner(sp.GetRequiredService<IClinicDatabase>(), "visits", sp.GetRequiredService<ILogger<MigrationRunner>>()));
builder.Services.AddSingleton<Reminders>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<Reminders>());
builder.Services.AddHostedService<ReminderFeeder>();

using var host = builder.Build();
await host.StartAsync();
host.Services.GetRequiredService<ILogger<Program>>().LogInformation("The clinic is open");
await host.WaitForShutdownAsync();

namespace Clinic
{
    internal interface IClinicDatabase
    {
        Task<bool> TryLockAsync(string schema, CancellationToken ct);
        Task UpgradeAsync(string schema, CancellationToken ct);
    }

    internal sealed class ClinicDatabase : IClinicDatabase
    {
        public async Task<bool> TryLockAsync(string schema, CancellationToken ct)
        {
            await Task.Delay(20, ct);
            return schema.Length > 0;
        }

        public Task UpgradeAsync(string schema, CancellationToken ct) => Task.Delay(300, ct);
    }

    /// <summary>Works in StartAsync, so nothing is left running: the start token is right here, and the loop has an end.</summary>
    internal sealed class MigrationRunner(IClinicDatabase database, string schema, ILogger<MigrationRunner> logger) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));

            while (!await database.TryLockAsync(schema, limit.Token))
            {
                logger.LogInformation("Another node upgrades {Schema}", schema);
                await Task.Delay(TimeSpan.FromSeconds(2), limit.Token);
            }

            await Task.Run(() => database.UpgradeAsync(schema, limit.Token), limit.Token);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class Reminders(ILogger<Reminders> logger) : BackgroundService
    {
        private readonly PriorityQueue<string, DateTimeOffset> _due = new();
        private readonly SemaphoreSlim _gate = new(1, 1);

        public async Task AddAsync(string patient, DateTimeOffset at, CancellationToken ct)
        {
            await _gate.WaitAsync(ct);
            try
            {
                _due.Enqueue(patient, at);
            }
            finally
            {
                _gate.Release();
            }
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await _gate.WaitAsync(stoppingToken);
                while (_due.TryPeek(out var patient, out var at) && at <= DateTimeOffset.UtcNow)
                {
                    _due.Dequeue();
                    logger.LogInformation("Remind {Patient}", patient);
                }

                _gate.Release();
            }
        }
    }

    internal sealed class ReminderFeeder(Reminders reminders) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (var patient = 1; !stoppingToken.IsCancellationRequested; patient++)
            {
                await reminders.AddAsync($"patient {patient}", DateTimeOffset.UtcNow.AddSeconds(30), stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }
}
