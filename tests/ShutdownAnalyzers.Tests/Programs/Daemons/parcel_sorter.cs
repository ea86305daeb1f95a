using System.Net.Http.Json;

namespace Depot.Sorting
{
    public class SorterOptions
    {
        public int Lanes { get; set; } = 12;
        public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(3);
    }

    public class Parcel
    {
        public string Code { get; set; } = "";
        public int Lane { get; set; }
    }

    public interface IGate
    {
        Task OpenAsync(int lane, CancellationToken cancellationToken);
    }

    public class SortingWorker : BackgroundService
    {
        private readonly IHttpClientFactory _clients;
        private readonly IGate _gate;
        private readonly SorterOptions _options;
        private readonly ILogger _logger;

        public SortingWorker(IHttpClientFactory clients, IGate gate, Microsoft.Extensions.Options.IOptions<SorterOptions> options, ILogger<SortingWorker> logger)
        {
            _clients = clients;
            _gate = gate;
            _options = options.Value;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            do
            {
                try
                {
                    await SortOnceAsync(stoppingToken);
                    await Task.Delay(_options.Poll, stoppingToken);
                }
                catch (Exception ex) //! HAZARD swallow SHUT104
                {
                    _logger.LogError(ex, "Sorting round failed");
                }
            }
            while (true);
        }

        private async Task SortOnceAsync(CancellationToken cancellationToken)
        {
            using (var client = _clients.CreateClient("scanner"))
            {
                var parcels = await client.GetFromJsonAsync<Parcel[]>("parcels/unsorted", cancellationToken);
                foreach (var parcel in parcels ?? Array.Empty<Parcel>())
                    await _gate.OpenAsync(parcel.Lane % _options.Lanes, cancellationToken);
            }
        }
    }

    public class ManifestUploader : BackgroundService
    {
        private readonly HttpClient _http;
        private readonly ManifestStore _store;
        private readonly ILogger _logger;

        public ManifestUploader(HttpClient http, ManifestStore store, ILogger<ManifestUploader> logger)
        {
            _http = http;
            _store = store;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    foreach (var manifest in _store.Ready())
                    {
                        using var response = await _http.PostAsJsonAsync("manifests", manifest, stoppingToken);
                        if (response.IsSuccessStatusCode)
                            _store.Done(manifest);
                    }
                }
                catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD escape SHUT106
                {
                    _logger.LogWarning(ex, "Upload failed, next try in a minute");
                }

                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
    }

    public class ManifestStore
    {
        private readonly List<string> _ready = new();

        public string[] Ready()
        {
            lock (_ready) return _ready.ToArray();
        }

        public void Done(string manifest)
        {
            lock (_ready) _ready.Remove(manifest);
        }
    }
}
