using Listeners;

var builder = Host.CreateApplicationBuilder(args);

builder.Services.Configure<HostOptions>(options =>
{
    options.ShutdownTimeout = TimeSpan.FromSeconds(20);
    options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD hidden SHUT216
});

builder.Services
    .AddSingleton<IBroker, InMemoryBroker>()
    .AddSingleton<RetryBook>() //! HAZARD twin SHUT215
    .AddHostedService(services => new TopicListener("orders", services.GetRequiredService<IBroker>(), services.GetRequiredService<RetryBook>())) //! HAZARD second SHUT214
    .AddHostedService(services => new TopicListener("refunds", services.GetRequiredService<IBroker>(), services.GetRequiredService<RetryBook>())) //! HAZARD second SHUT214
    .AddHostedService<RetryBook>(); //! HAZARD twin SHUT215

await builder.Build().RunAsync();

namespace Listeners
{
    internal interface IBroker
    {
        ValueTask<string> NextAsync(string topic, CancellationToken cancellationToken);
    }

    internal sealed class InMemoryBroker : IBroker
    {
        private int _number;

        public async ValueTask<string> NextAsync(string topic, CancellationToken cancellationToken)
        {
            await Task.Delay(Random.Shared.Next(200, 2000), cancellationToken);
            return $"{topic}-{Interlocked.Increment(ref _number)}";
        }
    }

    internal sealed class RetryBook(ILogger<RetryBook> logger) : BackgroundService
    {
        private readonly Lock _gate = new();
        private readonly List<string> _failed = [];

        public void Note(string message)
        {
            lock (_gate) _failed.Add(message);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                string[] failed;
                lock (_gate)
                {
                    failed = [.. _failed];
                    _failed.Clear();
                }

                foreach (var message in failed)
                    logger.LogWarning("{Message} is tried again", message);
            }
        }
    }

    internal sealed class TopicListener(string topic, IBroker broker, RetryBook retries) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var message = await broker.NextAsync(topic, stoppingToken);
                if (message.Length % 7 == 0)
                    retries.Note(message);
            }
        }
    }
}
