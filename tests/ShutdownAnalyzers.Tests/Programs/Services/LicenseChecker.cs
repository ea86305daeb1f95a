using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Vendor.Licensing
{
    public interface ILicenseState
    {
        void Accept(string answer);
        void Doubt(Exception reason);
    }

    public class LicenseChecker : BackgroundService
    {
        private readonly IHttpClientFactory _factory;
        private readonly ILicenseState _state;
        private readonly ILogger<LicenseChecker> _logger;
        private readonly Random _random = new Random();

        public LicenseChecker(IHttpClientFactory factory, ILicenseState state, ILogger<LicenseChecker> logger)
        {
            _factory = factory ?? throw new ArgumentNullException(nameof(factory));
            _state = state ?? throw new ArgumentNullException(nameof(state));
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(10)), stoppingToken).ConfigureAwait(false);

            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await CheckAsync(stoppingToken).ConfigureAwait(false); //! HAZARD escapes SHUT106
                }
                catch (Exception e) when (!(e is OperationCanceledException)) //! HAZARD escapes SHUT106
                {
                    _state.Doubt(e);
                    _logger.LogWarning(e, "The license server did not answer");
                }

                await Task.Delay(TimeSpan.FromHours(4), stoppingToken).ConfigureAwait(false);
            }
        }

        private async Task CheckAsync(CancellationToken token)
        {
            using (var client = _factory.CreateClient("license"))
            using (var request = new HttpRequestMessage(HttpMethod.Post, "check"))
            {
                request.Content = new StringContent("{\"machine\":\"" + Environment.MachineName + "\"}");
                using (var response = await client.SendAsync(request, token).ConfigureAwait(false)) //! HAZARD escapes SHUT106
                {
                    response.EnsureSuccessStatusCode();
                    _state.Accept(await response.Content.ReadAsStringAsync(token).ConfigureAwait(false));
                }
            }
        }
    }

    public static class LicenseServices
    {
        public static IServiceCollection AddLicensing<TState>(this IServiceCollection services, Uri server) where TState : class, ILicenseState
        {
            services.AddHttpClient("license", client =>
            {
                client.BaseAddress = server;
                client.Timeout = TimeSpan.FromSeconds(15);
            });
            services.AddSingleton<ILicenseState, TState>();
            services.AddHostedService<LicenseChecker>();
            return services;
        }
    }
}
