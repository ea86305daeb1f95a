using System.Text.Json.Serialization;

namespace Tax.Levies
{
    public sealed class LevyNotice
    {
        [JsonPropertyName("ref")]
        public string Reference { get; set; } = "";

        [JsonPropertyName("amount")]
        public decimal Amount { get; set; }
    }

    public interface ILevyStore
    {
        Task<bool> SchemaReadyAsync();
        Task SaveAsync(LevyNotice notice, CancellationToken cancellationToken);
    }

    public class LevyPoller : BackgroundService
    {
        private readonly IHttpClientFactory _clients;
        private readonly ILevyStore _store;
        private readonly ILogger<LevyPoller> _logger;

        public LevyPoller(IHttpClientFactory clients, ILevyStore store, ILogger<LevyPoller> logger)
        {
            _clients = clients;
            _store = store;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var failures = 0;
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    var count = await ImportAsync(stoppingToken);
                    failures = 0;
                    _logger.LogDebug("{Count} notices", count);
                }
                catch (Exception ex) when (!(ex is OperationCanceledException)) //! HAZARD escape SHUT106
                {
                    failures++;
                    _logger.LogError(ex, "Import failed {Times} times in a row", failures);
                }

                await Task.Delay(TimeSpan.FromMinutes(Math.Min(10, 1 + failures)), stoppingToken);
            }
        }

        private async Task<int> ImportAsync(CancellationToken cancellationToken)
        {
            using (var client = _clients.CreateClient("levies"))
            {
                client.Timeout = TimeSpan.FromSeconds(20);
                var notices = await client.GetFromJsonAsync<LevyNotice[]>("levies/open", cancellationToken);
                foreach (var notice in notices ?? Array.Empty<LevyNotice>())
                {
                    await _store.SaveAsync(notice, cancellationToken);
                }

                return notices == null ? 0 : notices.Length;
            }
        }
    }

    public class LevySchemaGate : IHostedService
    {
        private readonly ILevyStore _store;
        private readonly ILogger<LevySchemaGate> _logger;

        public LevySchemaGate(ILevyStore store, ILogger<LevySchemaGate> logger)
        {
            _store = store;
            _logger = logger;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            while (!await _store.SchemaReadyAsync()) //! HAZARD gate SHUT207 SHUT101
            {
                _logger.LogInformation("Schema is not there yet");
                await Task.Delay(TimeSpan.FromSeconds(10)); //! HAZARD gate SHUT207 SHUT102
            }
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            return Task.CompletedTask;
        }
    }

    public static class LevySetup
    {
        public static IServiceCollection AddLevies<TStore>(this IServiceCollection services, string address)
            where TStore : class, ILevyStore
        {
            services.AddHttpClient("levies", client => client.BaseAddress = new Uri(address));
            services.AddSingleton<ILevyStore, TStore>();
            services.AddHostedService<LevySchemaGate>();
            services.AddHostedService<LevyPoller>();
            return services;
        }
    }
}
