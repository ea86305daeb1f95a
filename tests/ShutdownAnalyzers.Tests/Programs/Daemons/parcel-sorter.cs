using System.Collections.Concurrent;
using Sorting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Belt>();
builder.Services.AddHostedService<Sorter>();
builder.Services.AddHostedService<Scanner>();
await builder.Build().RunAsync();

namespace Sorting
{
    internal sealed record Parcel(int Number, int Grams);

    internal sealed class Belt : IDisposable
    {
        private readonly BlockingCollection<Parcel> _parcels = new(boundedCapacity: 200);

        public void Put(Parcel parcel, CancellationToken token) => _parcels.Add(parcel, token);

        public void Halt() => _parcels.CompleteAdding();

        /// <summary>Ends when the belt is halted and empty.</summary>
        public IEnumerable<Parcel> Take() => _parcels.GetConsumingEnumerable();

        public void Dispose() => _parcels.Dispose();
    }

    /// <summary>Registered after the sorter, so it is stopped before it: nothing is put on a belt that is halted.</summary>
    internal sealed class Scanner(Belt belt) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(async () =>
        {
            var number = 0;
            for (;;)
            {
                belt.Put(new Parcel(++number, Random.Shared.Next(50, 9000)), stoppingToken);
                await Task.Delay(Random.Shared.Next(20, 400), stoppingToken);
            }
        }, CancellationToken.None);
    }

    internal sealed class Sorter : BackgroundService
    {
        private readonly Belt _belt;
        private readonly ILogger<Sorter> _logger;
        private readonly int[] _chutes = new int[4];

        public Sorter(Belt belt, ILogger<Sorter> logger)
        {
            _belt = belt;
            _logger = logger;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
            => Task.Factory.StartNew(Sort, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _belt.Halt();
            await base.StopAsync(cancellationToken);
            _logger.LogInformation("Chutes: {Chutes}", string.Join(", ", _chutes));
        }

        private void Sort()
        {
            foreach (var parcel in _belt.Take())
            {
                var chute = parcel.Grams switch
                {
                    < 500 => 0,
                    < 2000 => 1,
                    < 5000 => 2,
                    _ => 3,
                };
                Interlocked.Increment(ref _chutes[chute]);
                Thread.Sleep(2); // the arm
            }
        }
    }
}
