using System.Collections.Concurrent;

namespace Shop.Till;

public sealed record Sale(string Article, int Quantity);

public sealed class SaleBook
{
    private readonly ConcurrentQueue<Sale> _sales = new();

    public void Add(Sale sale) => _sales.Enqueue(sale);

    public IReadOnlyList<Sale> TakeAll()
    {
        var taken = new List<Sale>();
        while (_sales.TryDequeue(out var sale)) taken.Add(sale);
        return taken;
    }
}

public interface IHeadOffice
{
    Task ReportAsync(IReadOnlyList<Sale> sales);
}

internal sealed class ScannerInput(SaleBook book, ILogger<ScannerInput> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) //! HAZARD console SHUT103
        {
            var line = await ReadLineAsync(stoppingToken);
            if (line is null)
            {
                logger.LogInformation("The scanner is unplugged");
                return;
            }

            if (TryParse(line, out var sale)) book.Add(sale);
            else logger.LogWarning("Not a scan: {Line}", line);
        }
    }

    private static async ValueTask<string?> ReadLineAsync(CancellationToken ct)
    {
        Console.Write("> ");
        return await Console.In.ReadLineAsync(ct); //! HAZARD console SHUT103
    }

    private static bool TryParse(string line, out Sale sale)
    {
        var parts = line.Split('*', StringSplitOptions.TrimEntries);
        var quantity = 1;
        var valid = parts.Length is 1 or 2 && parts[^1].Length > 0 && (parts.Length == 1 || int.TryParse(parts[0], out quantity));
        sale = new Sale(parts[^1], quantity);
        return valid;
    }
}

internal sealed class HeadOfficeReport : IHostedService
{
    private readonly SaleBook _book;
    private readonly IHeadOffice _office;
    private readonly ILogger<HeadOfficeReport> _logger;
    private Timer? _timer;
    private int _running;

    public HeadOfficeReport(SaleBook book, IHeadOffice office, ILogger<HeadOfficeReport> logger)
    {
        _book = book;
        _office = office;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(OnTick, null, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD tick SHUT209
    {
        _timer?.Dispose(); //! HAZARD tick SHUT209
        return Task.CompletedTask; //! HAZARD tick SHUT209
    }

    private async void OnTick(object? state)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1) return;
        try
        {
            var sales = _book.TakeAll();
            if (sales.Count > 0) await _office.ReportAsync(sales);
        }
        catch (Exception e)
        {
            _logger.LogError(e, "The head office got no report");
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}

public static class TillServices
{
    public static IServiceCollection AddTill(this IServiceCollection services) => services
        .AddSingleton<SaleBook>()
        .AddHostedService<HeadOfficeReport>()
        .AddHostedService<ScannerInput>();
}
