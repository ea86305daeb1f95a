namespace Retail.Replication;

public sealed record ReplicationContext(string Store, TimeSpan Interval, CancellationToken Stopping);

public interface IStockApi
{
    Task<IReadOnlyDictionary<string, int>> LevelsAsync(string store, CancellationToken cancellationToken);
}

public interface IStockCache
{
    void Replace(string store, IReadOnlyDictionary<string, int> levels);
}

internal sealed class StockReplicator(IStockApi api, IStockCache cache, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stores = configuration.GetSection("Stores").Get<string[]>() ?? [];
        var runs = stores.Select(store => new Run(this, new(store, TimeSpan.FromMinutes(3), stoppingToken)));
        await Task.WhenAll(runs.Select(static run => run.GoAsync()));
    }

    private sealed class Run
    {
        private readonly StockReplicator _owner;
        private readonly ReplicationContext _context;
        private readonly PeriodicTimer _timer;

        public Run(StockReplicator owner, ReplicationContext context)
        {
            (_owner, _context) = (owner, context);
            _timer = new(context.Interval);
        }

        public async Task GoAsync() //! HAZARD tick SHUT102 SHUT101
        {
            using (_timer)
            {
                do //! HAZARD tick SHUT102 SHUT101
                {
                    var levels = await _owner.Api.LevelsAsync(_context.Store, _context.Stopping);
                    _owner.Cache.Replace(_context.Store, levels);
                }
                while (await _timer.WaitForNextTickAsync()); //! HAZARD tick SHUT102 SHUT101
            }
        }
    }

    private IStockApi Api => api;
    private IStockCache Cache => cache;
}
