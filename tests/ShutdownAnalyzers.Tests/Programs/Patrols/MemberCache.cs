using System.Collections.Frozen;

namespace Club.Members;

public sealed record Member(int Number, string Name, bool FeePaid);

public interface IMemberRegister
{
    Task<IReadOnlyList<Member>> LoadAsync(CancellationToken cancellationToken);
}

public interface IMemberCache
{
    Member? Find(int number);
    void Invalidate();
}

internal sealed class MemberCache(IMemberRegister register, ILogger<MemberCache> logger) : BackgroundService, IMemberCache
{
    private readonly SemaphoreSlim _stale = new(0, 1);
    private FrozenDictionary<int, Member> _members = FrozenDictionary<int, Member>.Empty;

    public Member? Find(int number) => _members.GetValueOrDefault(number);

    public void Invalidate()
    {
        try
        {
            _stale.Release();
        }
        catch (SemaphoreFullException)
        {
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await NeededAsync(TimeSpan.FromMinutes(10), stoppingToken))
        {
            try
            {
                await ReloadAsync(stoppingToken);
            }
            catch (Exception ex) when (ex is HttpRequestException or TimeoutException or IOException)
            {
                logger.LogWarning(ex, "The members of {Count} known numbers may be out of date", _members.Count);
            }
            catch (OperationCanceledException ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "The register took too long");
            }
        }
    }

    private async Task<bool> NeededAsync(TimeSpan atLatest, CancellationToken stoppingToken)
    {
        try
        {
            await _stale.WaitAsync(atLatest, stoppingToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var members = await register.LoadAsync(cancellationToken);
        Interlocked.Exchange(ref _members, members.ToFrozenDictionary(m => m.Number));
        logger.LogInformation("{Count} members", members.Count);
    }

    public override void Dispose()
    {
        base.Dispose();
        _stale.Dispose();
    }
}

public static class MemberEndpoints
{
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddSingleton<MemberCache>()
        .AddSingleton<IMemberCache>(sp => sp.GetRequiredService<MemberCache>())
        .AddHostedService(sp => sp.GetRequiredService<MemberCache>());

    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/members/{number:int}", (int number, IMemberCache cache) => cache.Find(number) is { } member ? Results.Ok(member) : Results.NotFound());
        routes.MapDelete("/members/cache", (IMemberCache cache) => cache.Invalidate());
    }
}
