namespace Auctions.Closing
{
    public interface IAuctionTable
    {
        Task OpenAsync(CancellationToken cancellationToken);
        Task<int> CloseDueAsync(DateTime now, CancellationToken cancellationToken);
    }

    public abstract class TableService : BackgroundService
    {
        protected readonly IAuctionTable Table;

        protected TableService(IAuctionTable table)
        {
            Table = table;
        }

        public override Task StartAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine(GetType().Name + " starts");
            return base.StartAsync(cancellationToken);
        }
    }

    public class AuctionCloser : TableService
    {
        public AuctionCloser(IAuctionTable table) : base(table)
        {
        }

        public override Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
        {
            return OpenAsync(cancellationToken); //! HAZARD start SHUT202
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Table.CloseDueAsync(DateTime.UtcNow, stoppingToken);
                await Task.Delay(5000, stoppingToken);
            }
        }

        private async Task OpenAsync(CancellationToken cancellationToken)
        {
            await Table.OpenAsync(cancellationToken);
            var overdue = await Table.CloseDueAsync(DateTime.UtcNow.AddMinutes(-1), cancellationToken);
            Console.WriteLine(overdue + " auctions were overdue");
        }
    }
}
