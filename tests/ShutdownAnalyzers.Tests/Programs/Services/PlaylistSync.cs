using System.Threading.Tasks;

namespace Radio.Playlists
{
    public class Track
    {
        public string Title { get; set; } = "";
        public TimeSpan Length { get; set; }
    }

    public interface IStudio
    {
        Task<Track> NextAsync(CancellationToken token);
        Task CueAsync(Track track);
    }

    public class PlaylistSync : IHostedService, IDisposable
    {
        private readonly IStudio _studio;
        private readonly ILogger<PlaylistSync> _logger;
        private readonly CancellationTokenSource _shutdown = new CancellationTokenSource();
        private Task _worker = Task.CompletedTask;

        public PlaylistSync(IStudio studio, ILogger<PlaylistSync> logger)
        {
            _studio = studio;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _worker = Task.Run(() => RunAsync(_shutdown.Token)); //! HAZARD nowait SHUT209
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD nowait SHUT209
        {
            if (_worker.IsCompleted)
            {
                return Task.CompletedTask;
            }

            _logger.LogInformation("Playlist sync is stopping");
            _shutdown.Cancel(); //! HAZARD nowait SHUT209
            return Task.CompletedTask; //! HAZARD nowait SHUT209
        }

        public void Dispose()
        {
            _shutdown.Dispose();
        }

        private async Task RunAsync(CancellationToken token)
        {
            try
            {
                while (!token.IsCancellationRequested)
                {
                    var track = await _studio.NextAsync(token);
                    await _studio.CueAsync(track);
                    await Task.Delay(track.Length, token);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                await _studio.CueAsync(new Track { Title = "Station ident", Length = TimeSpan.FromSeconds(10) });
            }
        }
    }
}
