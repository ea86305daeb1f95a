var builder = WebApplication.CreateBuilder(args);
builder.Services.AddArena(builder.Configuration);

var app = builder.Build();
app.MapPost("/arena/players/{id:guid}", (Guid id, ArenaClock clock) => clock.Join(id) ? Results.Accepted() : Results.Conflict());
app.MapDelete("/arena/players/{id:guid}", (Guid id, ArenaClock clock) => clock.Leave(id) ? Results.NoContent() : Results.NotFound());
await app.RunAsync();

public sealed record ArenaStatus(string Arena, int Players, DateTimeOffset At);

public sealed class ArenaOptions
{
    public string Name { get; set; } = "arena-1";
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(5);
}

public interface IArenaDirectory
{
    Task PublishAsync(ArenaStatus status, CancellationToken ct);
    Task WithdrawAsync(string arena, CancellationToken ct);
}

internal sealed class HttpArenaDirectory(HttpClient http) : IArenaDirectory
{
    public async Task PublishAsync(ArenaStatus status, CancellationToken ct)
    {
        using var response = await http.PutAsJsonAsync($"arenas/{status.Arena}", status, ct);
        response.EnsureSuccessStatusCode();
    }

    public async Task WithdrawAsync(string arena, CancellationToken ct)
    {
        using var response = await http.DeleteAsync($"arenas/{arena}", ct);
        response.EnsureSuccessStatusCode();
    }
}

internal static class Cadence
{
    public static async Task EveryAsync(this TimeProvider time, TimeSpan period, Func<CancellationToken, Task> beat, Action<Exception> failed, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(period, time);
        for (; ; ) //! HAZARD beat SHUT104 SHUT101
        {
            try
            {
                await timer.WaitForNextTickAsync(ct); //! HAZARD beat SHUT104
                await beat(ct);
            }
            catch (Exception ex) //! HAZARD beat SHUT104
            {
                failed(ex);
            }
        }
    }
}

public sealed class ArenaClock(IArenaDirectory directory, ArenaOptions options, TimeProvider time, ILogger<ArenaClock> logger) : BackgroundService
{
    private readonly HashSet<Guid> _players = [];
    private readonly Lock _gate = new();

    public bool Join(Guid player)
    {
        lock (_gate) return _players.Add(player);
    }

    public bool Leave(Guid player)
    {
        lock (_gate) return _players.Remove(player);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await time.EveryAsync(options.Beat, PublishAsync, ex => logger.LogWarning(ex, "Beat of {Arena} failed", options.Name), stoppingToken); //! HAZARD beat SHUT104
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await directory.WithdrawAsync(options.Name, patience.Token);
        }
    }

    private Task PublishAsync(CancellationToken ct)
    {
        int players;
        lock (_gate) players = _players.Count;
        return directory.PublishAsync(new ArenaStatus(options.Name, players, time.GetUtcNow()), ct);
    }
}

internal static class ArenaServices
{
    public static IServiceCollection AddArena(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Arena").Get<ArenaOptions>() ?? new ArenaOptions());
        services.AddSingleton(TimeProvider.System);
        services.AddHttpClient<IArenaDirectory, HttpArenaDirectory>(http => http.BaseAddress = new Uri("http://directory.internal/"));
        services.AddSingleton<ArenaClock>(); //! HAZARD twin SHUT215
        services.AddHostedService<ArenaClock>(); //! HAZARD twin SHUT215
        return services;
    }
}
