using Grpc.Core;

namespace Rides.Grpc;

public sealed record WatchRequest(string Ride);

public sealed record RideEvent(string Ride, string State, double Lat, double Lon);

public abstract class RideWatchBase
{
    public virtual Task<RideEvent> Get(WatchRequest request, ServerCallContext context)
        => throw new RpcException(new Status(StatusCode.Unimplemented, ""));

    public virtual Task Watch(WatchRequest request, IServerStreamWriter<RideEvent> responseStream, ServerCallContext context)
        => throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}

public interface IRides
{
    RideEvent? Last(string ride);
    Task<RideEvent> NextAsync(string ride, CancellationToken ct);
}

public sealed class RideWatchService(IRides rides, IHostApplicationLifetime lifetime, ILogger<RideWatchService> logger) : RideWatchBase
{
    public override Task<RideEvent> Get(WatchRequest request, ServerCallContext context)
        => Task.FromResult(rides.Last(request.Ride) ?? throw new RpcException(new Status(StatusCode.NotFound, request.Ride)));

    public override async Task Watch(WatchRequest request, IServerStreamWriter<RideEvent> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        if (rides.Last(request.Ride) is { } last) await responseStream.WriteAsync(last, context.CancellationToken);

        while (!context.CancellationToken.IsCancellationRequested)
        {
            RideEvent next;
            try
            {
                next = await rides.NextAsync(request.Ride, either.Token);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                logger.LogDebug("Watcher of {Ride} is sent elsewhere", request.Ride);
                throw new RpcException(new Status(StatusCode.Unavailable, "shutting down"));
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                return;
            }

            await responseStream.WriteAsync(next, context.CancellationToken);
            if (next.State is "arrived" or "cancelled") return;
        }
    }
}

public static class RideServices
{
    public static IServiceCollection AddRides<TRides>(this IServiceCollection services) where TRides : class, IRides
        => services.AddSingleton<IRides, TRides>().AddSingleton<RideWatchService>();
}
