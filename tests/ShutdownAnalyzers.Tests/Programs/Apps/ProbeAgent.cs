using System.Diagnostics;
using RabbitMQ.Client;

namespace Agents.Probing;

public sealed class ProbeAgent(IConnection connection, Npgsql.NpgsqlDataSource database, ILogger<ProbeAgent> logger) : BackgroundService
{
    private Process? _helper;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _helper = Process.Start(new ProcessStartInfo("probe-helper", "--daemon") { RedirectStandardInput = true });
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var command = database.CreateCommand("select count(*) from probe");
            var count = (long?)await command.ExecuteScalarAsync(stoppingToken) ?? 0;
            await channel.BasicPublishAsync("", "probes", BitConverter.GetBytes(count), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        if (_helper is { HasExited: false } helper)
        {
            helper.Kill(entireProcessTree: true);
            logger.LogInformation("Helper {Id} ended", helper.Id);
        }
    }

    public override void Dispose()
    {
        _helper?.Dispose();
        base.Dispose();
    }
}

public static class ProbeModule
{
    public static IServiceCollection AddProbes(this IServiceCollection services, string database) => services
        .AddSingleton(_ => Npgsql.NpgsqlDataSource.Create(database))
        .AddHostedService<ProbeAgent>();
}
