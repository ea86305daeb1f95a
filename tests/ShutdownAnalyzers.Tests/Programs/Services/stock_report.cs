using System.Globalization;
using Serilog;

namespace Shop.Reports;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        await using var logging = Logging.Open(args.Contains("--verbose"));
        try
        {
            var report = new StockReport(logging.For<StockReport>());
            await report.WriteAsync(args.FirstOrDefault(a => !a.StartsWith('-')) ?? "stock.csv", Console.Out);
            return 0;
        }
        catch (Exception ex)
        {
            Log.Fatal(ex, "The report failed");
            return 1;
        }
    }
}

internal sealed class Logging : IAsyncDisposable
{
    private Logging(Serilog.ILogger logger) => Log.Logger = logger;

    public static Logging Open(bool verbose)
    {
        var configuration = new LoggerConfiguration().WriteTo.File("report.log", buffered: true);
        if (verbose) configuration = configuration.MinimumLevel.Debug().WriteTo.Console();
        return new Logging(configuration.CreateLogger());
    }

    public Serilog.ILogger For<T>() => Log.ForContext<T>();

    public ValueTask DisposeAsync() => Log.CloseAndFlushAsync();
}

internal sealed class StockReport(Serilog.ILogger log)
{
    public async Task WriteAsync(string file, TextWriter output)
    {
        var totals = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(file))
        {
            if (line.Split(';') is not [var article, var amount, ..])
            {
                log.Warning("Skipped {Line}", line);
                continue;
            }

            totals[article] = totals.GetValueOrDefault(article) + decimal.Parse(amount, CultureInfo.InvariantCulture);
        }

        foreach (var (article, total) in totals)
            await output.WriteLineAsync($"{article};{total}");
        log.Information("{Count} articles", totals.Count);
    }
}
