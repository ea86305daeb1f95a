using System.Net.Http.Json;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("ecb", c => c.BaseAddress = new Uri("https://rates.internal/"));
builder.Services.AddSingleton<RateRefresher>(); //! HAZARD twin SHUT215
builder.Services.AddHostedService<RateRefresher>(); //! HAZARD twin SHUT215

var app = builder.Build();
app.MapGet("/rates/{code}", (string code, RateRefresher rates) =>
    rates.Find(code) is { } rate ? Results.Ok(new { code, rate }) : Results.NotFound());
app.Run();

public sealed record RateTable(DateOnly Day, Dictionary<string, decimal> Rates);

public sealed class RateRefresher(IHttpClientFactory clients, ILogger<RateRefresher> logger) : BackgroundService
{
    private volatile RateTable _table = new(DateOnly.MinValue, []);

    public decimal? Find(string code) => _table.Rates.TryGetValue(code.ToUpperInvariant(), out var rate) ? rate : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var client = clients.CreateClient("ecb");
                var table = await client.GetFromJsonAsync<RateTable>("daily", stoppingToken);
                if (table is not null && table.Day > _table.Day)
                {
                    _table = table;
                    logger.LogInformation("Rates of {Day} loaded", table.Day);
                }
            }
            catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD filter SHUT106
            {
                logger.LogError(ex, "Rates not loaded");
            }

            await Task.Delay(TimeSpan.FromMinutes(15), stoppingToken);
        }
    }
}
