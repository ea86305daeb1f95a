using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Fishery.Landing;

public readonly record struct Catch(string Vessel, string Species, decimal Kilograms);

public sealed class LandingBook
{
    private readonly ConcurrentQueue<Catch> _entries = new();

    public void Enter(Catch entry) => _entries.Enqueue(entry);

    public decimal TotalOf(string vessel) => _entries.Where(e => e.Vessel == vessel).Sum(e => e.Kilograms);

    public int Count => _entries.Count;
}

public sealed class WeighbridgeListener : BackgroundService
{
    private readonly LandingBook _book;
    private readonly ILogger<WeighbridgeListener> _logger;
    private readonly string _prefix;

    public WeighbridgeListener(LandingBook book, IConfiguration configuration, ILogger<WeighbridgeListener> logger)
    {
        _book = book;
        _logger = logger;
        _prefix = configuration["Weighbridge:Prefix"] ?? "http://localhost:8181/";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(_prefix);
        listener.Start();

        while (!stoppingToken.IsCancellationRequested)
        {
            var context = await listener.GetContextAsync(); //! HAZARD accept SHUT103 SHUT102
            try
            {
                context.Response.StatusCode = Accept(context.Request) ? 202 : 400;
            }
            catch (FormatException ex)
            {
                _logger.LogWarning(ex, "Bad weight from {Remote}", context.Request.RemoteEndPoint);
                context.Response.StatusCode = 400;
            }
            finally
            {
                context.Response.Close();
            }
        }

        bool Accept(HttpListenerRequest request)
        {
            var query = request.QueryString;
            if (query["vessel"] is not { Length: > 0 } vessel || query["species"] is not { } species)
                return false;

            _book.Enter(new Catch(vessel, species, decimal.Parse(query["kg"] ?? "", CultureInfo.InvariantCulture)));
            return true;
        }
    }
}

public sealed class LandingReport(LandingBook book, ILogger<LandingReport> logger) : IHostedService
{
    private Timer _timer = null!;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(Report, null, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _timer.DisposeAsync(); //! HAZARD timer SHUT212
        logger.LogInformation("{Count} landings in the book", book.Count);
    }

    private void Report(object? state) => logger.LogInformation("{Count} landings so far", book.Count);
}

public static class LandingSetup
{
    public static IHostApplicationBuilder AddLandings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LandingBook>();
        builder.Services.AddHostedService<WeighbridgeListener>();
        builder.Services.AddHostedService<LandingReport>();
        return builder;
    }
}
