using System.Threading.Channels;
using Microsoft.AspNetCore.Mvc;

namespace Hospital.Transport;

public sealed record TransportCall(string Patient, string From, string To, bool Urgent);

public interface IPorterPool
{
    Task<string> AssignAsync(TransportCall call);
    Task RecallAsync(string porter);
}

public interface IPager
{
    Task PageAsync(string ward, string text, CancellationToken cancellationToken);
}

public interface IWardLine
{
    Task<string?> ListenAsync(string ward, CancellationToken cancellationToken);
}

public sealed class TransportBoard
{
    private readonly Channel<TransportCall> _calls = Channel.CreateUnbounded<TransportCall>();

    public bool Post(TransportCall call) => _calls.Writer.TryWrite(call);

    public IAsyncEnumerable<TransportCall> Calls() => _calls.Reader.ReadAllAsync();

    public void Close() => _calls.Writer.TryComplete();
}

public sealed class PorterDispatcher(TransportBoard board, IPorterPool porters, ILogger<PorterDispatcher> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD dispatch SHUT204
    {
        for (var desk = 1; desk <= 3; desk++)
            Open(desk); //! HAZARD dispatch SHUT204

        return Task.CompletedTask; //! HAZARD dispatch SHUT204
    }

    private void Open(int desk) => _ = Task.Run(() => DispatchAsync(desk)); //! HAZARD dispatch SHUT204 SHUT209

    private async Task DispatchAsync(int desk)
    {
        await foreach (var call in board.Calls())
        {
            try
            {
                var porter = await porters.AssignAsync(call);
                logger.LogInformation("Desk {Desk}: {Porter} brings {Patient} to {To}", desk, porter, call.Patient, call.To);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Nobody to bring {Patient}", call.Patient);
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        board.Close(); //! HAZARD dispatch SHUT209 SHUT204
        return base.StopAsync(cancellationToken); //! HAZARD dispatch SHUT209 SHUT204
    }
}

public sealed class WardListener(string ward, IWardLine line, TransportBoard board, ILogger<WardListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await HearAsync(stoppingToken) is { } patient)
        {
            if (!board.Post(new TransportCall(patient, ward, "radiology", Urgent: false)))
                logger.LogWarning("{Patient} of {Ward} was not taken", patient, ward);
        }
    }

    private Task<string?> HearAsync(CancellationToken cancellationToken) => line.ListenAsync(ward, cancellationToken);
}

[ApiController]
[Route("transport")]
public sealed class TransportController(TransportBoard board, IPager pager) : ControllerBase
{
    [HttpPost("calls")]
    public IActionResult Call(TransportCall call)
    {
        if (!board.Post(call))
            return StatusCode(StatusCodes.Status503ServiceUnavailable);

        if (call.Urgent)
            _ = Task.Run(() => pager.PageAsync(call.To, $"{call.Patient} is coming", CancellationToken.None)); //! HAZARD page SHUT407

        return Accepted();
    }
}

public static class TransportServices
{
    public static IServiceCollection AddTransport(this IServiceCollection services)
    {
        services.AddSingleton<TransportBoard>();
        services.AddHostedService<PorterDispatcher>();
        services.AddHostedService(sp => Listener(sp, "north")); //! HAZARD wards SHUT214
        services.AddHostedService(sp => Listener(sp, "south")); //! HAZARD wards SHUT214
        return services;
    }

    private static WardListener Listener(IServiceProvider services, string ward) =>
        ActivatorUtilities.CreateInstance<WardListener>(services, ward);
}
