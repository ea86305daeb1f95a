using Grpc.Core;

namespace Charging.Grpc;

public sealed record WatchRequest(string Station);

public sealed record PowerSample(string Station, double Kilowatts);

public abstract class ChargePointBase
{
    public virtual Task Watch(WatchRequest request, IServerStreamWriter<PowerSample> responseStream, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}

public interface IPowerMeter
{
    ValueTask<double> ReadAsync(string station);
}

public sealed class ChargePointService(IPowerMeter meter, ILogger<ChargePointService> logger) : ChargePointBase
{
    public override async Task Watch(WatchRequest request, IServerStreamWriter<PowerSample> responseStream, ServerCallContext context) //! HAZARD watch SHUT402 SHUT401
    {
        var ended = context.CancellationToken;
        var sent = 0;

        while (!ended.IsCancellationRequested) //! HAZARD watch SHUT402 SHUT401
        {
            await responseStream.WriteAsync(new PowerSample(request.Station, await meter.ReadAsync(request.Station)));
            sent++;
            await Task.Delay(1000, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD watch SHUT402 SHUT401
        }

        logger.LogInformation("{Peer} left after {Count} samples", context.Peer, sent);
    }
}
