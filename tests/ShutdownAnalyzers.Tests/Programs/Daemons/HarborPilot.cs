using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<PilotDispatcher>(); //! HAZARD twin SHUT215
builder.Services.AddHostedService<PilotDispatcher>(); //! HAZARD twin SHUT215
builder.Services.AddRadios("VHF-12", "VHF-16");

var app = builder.Build();
app.MapPost("/pilots", (PilotRequest request, PilotDispatcher dispatcher) =>
    dispatcher.TryAsk(request) ? Results.Accepted() : Results.StatusCode(503));
await app.RunAsync();

public sealed record PilotRequest(string Ship, string Berth, double Draught);

public sealed class PilotDispatcher(ILogger<PilotDispatcher> logger) : BackgroundService
{
    private readonly Channel<PilotRequest> _requests = Channel.CreateBounded<PilotRequest>(50);

    public bool TryAsk(PilotRequest request) => _requests.Writer.TryWrite(request);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _requests.Reader.WaitToReadAsync(stoppingToken))
            {
                while (!stoppingToken.IsCancellationRequested && _requests.Reader.TryRead(out var request))
                {
                    logger.LogInformation("Pilot for {Ship} to {Berth}", request.Ship, request.Berth);
                    await Task.Delay(request.Draught > 10 ? 400 : 100, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Count} requests are still open", _requests.Reader.Count);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _requests.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }
}

public sealed class RadioWatch(string channel, ILogger<RadioWatch> logger) : BackgroundService
{
    private readonly SemaphoreSlim _call = new(0);

    public void Call() => _call.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await _call.WaitAsync(TimeSpan.FromMinutes(3))) //! HAZARD call SHUT102
                logger.LogInformation("{Channel}: call", channel);
            else
                logger.LogDebug("{Channel}: silence", channel);
        }
    }
}

internal static class RadioRegistration
{
    public static void AddRadios(this IServiceCollection services, string first, string second)
    {
        services.AddHostedService(sp => Open(sp, first));
        services.AddHostedService(sp => Open(sp, second)); //! HAZARD second SHUT214
    }

    private static RadioWatch Open(IServiceProvider services, string channel) =>
        ActivatorUtilities.CreateInstance<RadioWatch>(services, channel);
}
