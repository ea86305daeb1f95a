using Microsoft.Extensions.Options;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(builder.Configuration.GetSection("Host"));
builder.Services.PostConfigure<HostOptions>(o =>
{
    o.ShutdownTimeout = TimeSpan.FromSeconds(20);
    o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD ignore SHUT216
});
builder.Services.AddOptions<ClaimOptions>().BindConfiguration("Claims");
builder.Services.AddHttpClient("vets");
builder.Services.AddHostedService<ClaimChecker>();
builder.Services.AddSingleton<IRegistryOffice, RegistryOffice>();

using var host = builder.Build();

var office = host.Services.GetRequiredService<IRegistryOffice>();
var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
using var bye = lifetime.ApplicationStopping.Register(() => office.SignOffAsync("claims")); //! HAZARD signoff SHUT301

await office.SignOnAsync("claims");
await host.RunAsync();

public sealed class ClaimOptions
{
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);
    public Uri Vets { get; set; } = new("https://vets.internal/claims");
}

public interface IRegistryOffice
{
    Task SignOnAsync(string service);
    Task SignOffAsync(string service);
}

public sealed class RegistryOffice(IHttpClientFactory clients) : IRegistryOffice
{
    public Task SignOnAsync(string service) => SendAsync(HttpMethod.Put, service);

    public Task SignOffAsync(string service) => SendAsync(HttpMethod.Delete, service);

    private async Task SendAsync(HttpMethod method, string service)
    {
        using var client = clients.CreateClient();
        using var request = new HttpRequestMessage(method, $"http://registry.internal/{service}");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}

public sealed class ClaimChecker(IHttpClientFactory clients, IOptionsMonitor<ClaimOptions> options, ILogger<ClaimChecker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var client = clients.CreateClient("vets");
            var claims = await client.GetStringAsync(options.CurrentValue.Vets, stoppingToken);
            logger.LogInformation("{Length} characters of claims", claims.Length);
            await Task.Delay(options.CurrentValue.Every, stoppingToken);
        }
    }
}
