using Grpc.Core;

namespace Museum.Guides;

public sealed class PositionRequest
{
    public string Floor { get; set; } = "";
}

public sealed class Position
{
    public string Guide { get; set; } = "";
    public double X { get; set; }
    public double Y { get; set; }
}

public abstract class GuidesBase
{
    public virtual Task Follow(PositionRequest request, IServerStreamWriter<Position> responseStream, ServerCallContext context)
        => throw new RpcException(new Status(StatusCode.Unimplemented, ""));

    public virtual Task<Position> Find(PositionRequest request, ServerCallContext context)
        => throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}

public interface IBeacons
{
    Task<IReadOnlyList<Position>> ChangesAsync(string floor, CancellationToken ct);
    Task<Position?> NearestAsync(string floor, CancellationToken ct);
}

public sealed class GuidesService(IBeacons beacons, IHostApplicationLifetime lifetime) : GuidesBase
{
    public override async Task Follow(PositionRequest request, IServerStreamWriter<Position> responseStream, ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                foreach (var position in await beacons.ChangesAsync(request.Floor, ended.Token))
                    await responseStream.WriteAsync(position, context.CancellationToken);

                await Task.Delay(750, ended.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is restarting"));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
        }
    }

    public override async Task<Position> Find(PositionRequest request, ServerCallContext context)
        => await beacons.NearestAsync(request.Floor, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, request.Floor));
}

public static class GuideStartup
{
    public static WebApplication UseGuides(this WebApplication app)
    {
        app.MapGrpcService<GuidesService>();
        app.MapGet("/guides/floors", (IConfiguration configuration) => configuration.GetSection("Floors").Get<string[]>() ?? []);
        return app;
    }
}
