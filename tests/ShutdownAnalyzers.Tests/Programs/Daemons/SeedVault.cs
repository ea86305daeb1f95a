namespace Botany.SeedVault;

public interface IVaultDatabase
{
    Task MigrateAsync(CancellationToken ct);
    Task<IReadOnlyList<string>> SpeciesAsync(CancellationToken ct);
}

public sealed class SpeciesCache
{
    private volatile IReadOnlyList<string> _species = [];

    public IReadOnlyList<string> Species
    {
        get => _species;
        set => _species = value;
    }
}

/// <summary>Work in StartAsync, but awaited there and finite: nothing is left to stop.</summary>
public sealed class Migrator(IServiceScopeFactory scopes, ILogger<Migrator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IVaultDatabase>();

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Task.Run(() => database.MigrateAsync(cancellationToken), cancellationToken);
                return;
            }
            catch (TimeoutException ex) when (attempt < 5)
            {
                logger.LogWarning(ex, "Attempt {Attempt} timed out", attempt);
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Runs once and returns; no subscription, no detached work.</summary>
public sealed class CacheFiller(IServiceScopeFactory scopes, SpeciesCache cache) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IVaultDatabase>();
        cache.Species = await database.SpeciesAsync(stoppingToken);
    }
}

public sealed class Banner(IHostEnvironment environment, ILogger<Banner> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var line in Lines())
            logger.LogInformation("{Line}", line);
        return Task.CompletedTask;
    }

    private IEnumerable<string> Lines()
    {
        yield return "Seed vault";
        yield return environment.EnvironmentName;
        yield return Environment.MachineName;
    }
}

public static class VaultExtensions
{
    public static WebApplicationBuilder AddVault<TDatabase>(this WebApplicationBuilder builder) where TDatabase : class, IVaultDatabase
    {
        builder.Services.AddScoped<IVaultDatabase, TDatabase>();
        builder.Services.AddSingleton<SpeciesCache>();
        builder.Services.AddHostedService<Banner>();
        builder.Services.AddHostedService<Migrator>();
        builder.Services.AddHostedService<CacheFiller>();
        return builder;
    }

    public static void MapVault(this IEndpointRouteBuilder app)
    {
        app.MapGet("/species", (SpeciesCache cache) => cache.Species);
        app.MapGet("/species/{prefix}", (string prefix, SpeciesCache cache) =>
            cache.Species.Where(s => s.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
    }
}
