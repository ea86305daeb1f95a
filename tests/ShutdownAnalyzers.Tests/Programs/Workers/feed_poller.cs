namespace News.Feeds
{
    public interface IFeed
    {
        Task<IList<string>> NewItemsAsync();
    }

    public interface INewsroom
    {
        void Add(string headline);
    }

    public class FeedPoller : IHostedService
    {
        private readonly IFeed _feed;
        private readonly INewsroom _newsroom;

        public FeedPoller(IFeed feed, INewsroom newsroom)
        {
            _feed = feed;
            _newsroom = newsroom;
        }

        public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD blocks SHUT207 SHUT101 SHUT206
        {
            var pause = TimeSpan.FromMinutes(2);
            while (!cancellationToken.IsCancellationRequested) //! HAZARD blocks SHUT207 SHUT101 SHUT206
            {
                foreach (var headline in await _feed.NewItemsAsync())
                    _newsroom.Add(headline);

                await Task.Delay(pause, cancellationToken); //! HAZARD blocks SHUT207 SHUT101 SHUT102 SHUT206
            }
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            return Task.CompletedTask;
        }
    }
}
