using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using StarGazing;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();
builder.Services.AddSingleton<Sky>();
builder.Services.AddHostedService<SkyBroadcaster>();
var app = builder.Build();
app.MapHub<SkyHub>("/sky");
app.MapGet("/sky/brightness", (Sky sky) => sky.Brightness);
app.Run();

namespace StarGazing
{
    public interface ISkyClient
    {
        Task Brightness(double value);
        Task Closing();
    }

    public sealed class Sky
    {
        private double _brightness = 21.4;

        public double Brightness => Volatile.Read(ref _brightness);

        public double Drift()
        {
            var next = Math.Clamp(Brightness + Random.Shared.NextDouble() - 0.5, 17, 22);
            Volatile.Write(ref _brightness, next);
            return next;
        }
    }

    /// <summary>SignalR ends the streams of a hub itself: the token of the stream is the right one here.</summary>
    public sealed class SkyHub(Sky sky) : Hub<ISkyClient>
    {
        public async IAsyncEnumerable<double> Follow(int milliseconds, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(50, milliseconds)));
            while (await timer.WaitForNextTickAsync(cancellationToken))
                yield return sky.Brightness;
        }

        public ChannelReader<double> History(int count)
        {
            var channel = Channel.CreateBounded<double>(Math.Clamp(count, 1, 500));
            for (var i = 0; i < count && channel.Writer.TryWrite(sky.Brightness - i * 0.001); i++)
            {
            }

            channel.Writer.Complete();
            return channel.Reader;
        }

        public override Task OnConnectedAsync() => Clients.Caller.Brightness(sky.Brightness);
    }

    internal sealed class SkyBroadcaster(Sky sky, IHubContext<SkyHub, ISkyClient> hub, ILogger<SkyBroadcaster> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                while (true)
                {
                    await hub.Clients.All.Brightness(sky.Drift()).WaitAsync(stoppingToken);
                    await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                logger.LogInformation("Sunrise");
            }
        }
    }
}
