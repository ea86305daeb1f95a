using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace Parcel.Labels
{
    public class LabelRequest
    {
        public string Tracking { get; set; } = "";
        public string Address { get; set; } = "";
    }

    public class LabelFetcher : BackgroundService
    {
        private readonly IHttpClientFactory _clients;
        private readonly ConcurrentQueue<LabelRequest> _todo;

        public LabelFetcher(IHttpClientFactory clients, ConcurrentQueue<LabelRequest> todo)
        {
            _clients = clients;
            _todo = todo;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var client = _clients.CreateClient("labels");
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    LabelRequest? request;
                    if (_todo.TryDequeue(out request))
                    {
                        var answer = await client.PostAsJsonAsync("v2/labels", request, stoppingToken);
                        answer.EnsureSuccessStatusCode();
                    }

                    await Task.Delay(750, stoppingToken);
                }
                catch (TaskCanceledException) //! HAZARD quit SHUT105
                {
                    return;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
                }
            }
        }
    }

    public class LabelArchive : BackgroundService
    {
        private readonly DirectoryInfo _folder;
        private readonly ILogger<LabelArchive> _logger;

        public LabelArchive(IConfiguration configuration, ILogger<LabelArchive> logger)
        {
            _folder = new DirectoryInfo(configuration["Labels:Folder"] ?? "/var/labels");
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
        again: //! HAZARD purge SHUT101
            foreach (var file in _folder.EnumerateFiles("*.zpl"))
            {
                if (file.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-30))
                {
                    file.Delete();
                    _logger.LogDebug("{File} purged", file.Name);
                }
            }

            await Task.Delay(TimeSpan.FromHours(6)); //! HAZARD purge SHUT102
            goto again; //! HAZARD purge SHUT101
        }
    }
}
