using Microsoft.AspNetCore.Mvc;

namespace Greenhouse.Api;

public sealed record Climate(string House, double Celsius, double Humidity, long Version);

public interface IClimateFeed
{
    ValueTask<Climate> CurrentAsync(string house, CancellationToken ct);
    ValueTask<bool> VentAsync(string house, int percent, CancellationToken ct);
}

[ApiController]
[Route("houses/{house}")]
public sealed class HouseController : ControllerBase
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly IClimateFeed _feed;
    private readonly IHostApplicationLifetime _lifetime;

    public HouseController(IClimateFeed feed, IHostApplicationLifetime lifetime)
    {
        _feed = feed;
        _lifetime = lifetime;
    }

    [HttpGet]
    public async Task<Climate> Get(string house, CancellationToken ct) => await _feed.CurrentAsync(house, ct);

    [HttpGet("changes")]
    public async Task<ActionResult<Climate>> Changes(string house, long since, CancellationToken ct) //! HAZARD changes SHUT401
    {
        var climate = await NewerAsync(house, since, ct); //! HAZARD changes SHUT401
        return climate;
    }

    [HttpPut("vents")]
    public async Task<IActionResult> Vent(string house, int percent)
    {
        var token = Combine(HttpContext.RequestAborted); //! HAZARD linked SHUT304

        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await _feed.VentAsync(house, percent, token))
                return NoContent();
        }

        return StatusCode(StatusCodes.Status504GatewayTimeout);
    }

    private CancellationToken Combine(CancellationToken request) //! HAZARD linked SHUT304
        => CancellationTokenSource.CreateLinkedTokenSource(request, _lifetime.ApplicationStopping).Token; //! HAZARD linked SHUT304

    private async Task<Climate> NewerAsync(string house, long since, CancellationToken ct) //! HAZARD changes SHUT401
    {
        Climate climate;
        while ((climate = await _feed.CurrentAsync(house, ct)).Version <= since) //! HAZARD changes SHUT401
            await Task.Delay(Beat, ct); //! HAZARD changes SHUT401

        return climate;
    }
}

public sealed class FrostAlarm(IClimateFeed feed, ILogger<FrostAlarm> logger) : BackgroundService
{
    private static readonly string[] Houses = ["tomatoes", "orchids"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var house in Houses)
            {
                var climate = await feed.CurrentAsync(house, stoppingToken);
                if (climate.Celsius < 4)
                    logger.LogCritical("Frost in {House}", house);
            }

            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}
