using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<Rail.Displays.DisplayOptions>(builder.Configuration.GetSection("Displays"));
builder.Services.AddSingleton<Rail.Displays.DepartureBoard>();
builder.Services.AddHostedService<Rail.Displays.PlatformDisplays>();

var app = builder.Build();
app.MapPost("/departures", (Rail.Displays.Departure departure, Rail.Displays.DepartureBoard board) =>
{
    board.Publish(departure);
    return Results.Accepted();
});
await app.RunAsync();

namespace Rail.Displays
{
    public sealed record Departure(string Platform, string Destination, DateTimeOffset Due, int DelayMinutes);

    public sealed class DisplayOptions
    {
        public string Host { get; set; } = "displays.local";
        public int Port { get; set; } = 4010;
    }

    public sealed class DepartureBoard
    {
        private readonly Lock _gate = new();
        private readonly Queue<Departure> _changes = new();

        public SemaphoreSlim Changed { get; } = new(0);

        public void Publish(Departure departure)
        {
            lock (_gate) _changes.Enqueue(departure);
            Changed.Release();
        }

        public Departure? TryTake()
        {
            lock (_gate) return _changes.TryDequeue(out var change) ? change : null;
        }
    }

    public sealed class DisplayLink : IAsyncDisposable
    {
        private readonly TcpClient _client = new();

        public bool Connected => _client.Connected;

        public ValueTask ConnectAsync(string host, int port, CancellationToken token) => _client.ConnectAsync(host, port, token);

        public ValueTask ShowAsync(Departure departure, CancellationToken token)
        {
            var text = $"{departure.Platform};{departure.Destination};{departure.Due:HH:mm};+{departure.DelayMinutes}\n";
            return _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), token);
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    public sealed class PlatformDisplays(DepartureBoard board, IOptions<DisplayOptions> options, ILogger<PlatformDisplays> logger)
        : BackgroundService
    {
        private readonly DisplayLink _link = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var target = options.Value;
            await _link.ConnectAsync(target.Host, target.Port, stoppingToken);
            logger.LogInformation("Displays on {Host}:{Port} connected", target.Host, target.Port);

            while (!stoppingToken.IsCancellationRequested)
            {
                if (await NextChangeAsync(stoppingToken) is { } change)
                    await _link.ShowAsync(change, stoppingToken);
            }
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await _link.DisposeAsync(); //! HAZARD link SHUT203
            await base.StopAsync(cancellationToken);
        }

        private async Task<Departure?> NextChangeAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            await board.Changed.WaitAsync(); //! HAZARD wait SHUT102
            var change = board.TryTake();
            if (change is { DelayMinutes: > 60 })
                logger.LogWarning("{Destination} is {Delay} min late", change.Destination, change.DelayMinutes);
            return change;
        }
    }
}
