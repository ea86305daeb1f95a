namespace Museum.Sync
{
    public interface ICatalogue
    {
        Task UpsertAsync(string id, string json, CancellationToken cancellationToken);
    }

    public class ExhibitSync : BackgroundService
    {
        private readonly HttpClient _http;
        private readonly ICatalogue _catalogue;
        private readonly ILogger<ExhibitSync> _logger;
        private int _next = 1;

        public ExhibitSync(HttpClient http, ICatalogue catalogue, ILogger<ExhibitSync> logger)
        {
            _http = http;
            _catalogue = catalogue;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)))
            {
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    await TryOneAsync(stoppingToken);
                }
            }
        }

        private async Task TryOneAsync(CancellationToken token)
        {
            try
            {
                var id = "ex-" + _next;
                using (var response = await _http.GetAsync("exhibits/" + id, token)) //! HAZARD escape SHUT106
                {
                    if (response.IsSuccessStatusCode)
                        await _catalogue.UpsertAsync(id, await response.Content.ReadAsStringAsync(token), token);
                }
                _next++;
            }
            catch (OperationCanceledException) //! HAZARD escape SHUT106
            {
                throw; //! HAZARD escape SHUT106
            }
            catch (Exception e)
            {
                _logger.LogError(e, "Exhibit {Number} failed", _next);
            }
        }
    }
}
