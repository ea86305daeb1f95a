using System.Net;
using System.Net.Http.Headers;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHttpClient<AddressLookup>(client => client.Timeout = TimeSpan.FromSeconds(8));
builder.Services.AddHttpClient<ZoneEditor>(client =>
{
    client.BaseAddress = new Uri(builder.Configuration["Zone:Api"] ?? "https://dns.example/");
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", builder.Configuration["Zone:Token"]);
});
builder.Services.AddHostedService<AddressUpdater>();
builder.Services.AddHostedService<ZoneAudit>();
await builder.Build().RunAsync();

internal sealed class AddressLookup(HttpClient http)
{
    public async Task<IPAddress?> TryGetAsync(CancellationToken ct)
    {
        try
        {
            return IPAddress.Parse((await http.GetStringAsync("https://ip.example/", ct)).Trim());
        }
        catch (OperationCanceledException) //! HAZARD dies SHUT105
        {
            return null; //! HAZARD dies SHUT105
        }
    }
}

internal sealed class ZoneEditor(HttpClient http)
{
    public async Task SetAsync(string name, IPAddress address, CancellationToken ct)
    {
        using var response = await http.PutAsJsonAsync($"records/{name}", new { type = "A", data = address.ToString() }, ct);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string[]> ListAsync(CancellationToken ct) => await http.GetFromJsonAsync<string[]>("records", ct) ?? [];
}

internal sealed class AddressUpdater(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<AddressUpdater> logger) : BackgroundService
{
    private readonly string _name = configuration["Zone:Name"] ?? "home";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var lookup = scope.ServiceProvider.GetRequiredService<AddressLookup>();
        var editor = scope.ServiceProvider.GetRequiredService<ZoneEditor>();
        IPAddress? known = null;

        while (true)
        {
            var address = await lookup.TryGetAsync(stoppingToken);
            if (address is null) break; //! HAZARD dies SHUT105

            if (!address.Equals(known))
            {
                await editor.SetAsync(_name, address, stoppingToken);
                logger.LogInformation("{Name} is now {Address}", _name, known = address);
            }

            await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
        }
    }
}

internal sealed class ZoneAudit(IServiceScopeFactory scopes, ILogger<ZoneAudit> logger) : BackgroundService
{
    private static readonly string AuditFile = Path.Combine(Path.GetTempPath(), "zone.audit");
    private string[] _records = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    _records = await scope.ServiceProvider.GetRequiredService<ZoneEditor>().ListAsync(stoppingToken);
                }
                catch (Exception e) when (!IsCancellation(e)) //! HAZARD fatal SHUT106
                {
                    logger.LogWarning(e, "The zone could not be listed");
                }

                await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await File.WriteAllLinesAsync(AuditFile, _records, stoppingToken); //! HAZARD save SHUT108
        }
    }

    private static bool IsCancellation(Exception e) => e is OperationCanceledException; //! HAZARD fatal SHUT106
}
