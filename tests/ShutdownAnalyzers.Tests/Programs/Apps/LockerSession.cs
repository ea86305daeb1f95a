namespace Station.Lockers;

public interface ILockerDoor
{
    Task OpenAsync(int locker, CancellationToken cancellationToken);
    Task CloseAsync(int locker);
}

public sealed class LockerSession(ILockerDoor door, IHostApplicationLifetime lifetime) : IDisposable
{
    private CancellationTokenSource? _open;

    public async Task<bool> OpenAsync(int locker, TimeSpan limit)
    {
        var next = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        Replace(next);
        next.CancelAfter(limit);
        var token = next.Token;

        try
        {
            await door.OpenAsync(locker, token);
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            await door.CloseAsync(locker);
            return false;
        }
    }

    public void Dispose() => Replace(null);

    private void Replace(CancellationTokenSource? next)
    {
        if (Interlocked.Exchange(ref _open, next) is not { } previous) return;

        previous.Cancel();
        previous.Dispose();
    }
}

public static class LockerModule
{
    public static IServiceCollection AddLockers(this IServiceCollection services) => services.AddSingleton<LockerSession>();

    public static void MapLockers(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/lockers/{id:int}/open", async (int id, LockerSession session) =>
            await session.OpenAsync(id, TimeSpan.FromSeconds(8)) ? Results.NoContent() : Results.StatusCode(503));
}
