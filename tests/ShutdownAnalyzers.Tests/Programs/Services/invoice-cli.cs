using System.Globalization;
using Microsoft.Extensions.Logging.Console;

namespace Billing.Cli;

internal sealed record Invoice(string Number, decimal Net, decimal Vat)
{
    public decimal Gross => Net + Vat;
}

internal static class Program
{
    private static ILogger Log { get; } = CreateLog(); //! HAZARD flush SHUT603

    private static ILogger CreateLog() //! HAZARD flush SHUT603
    {
        var factory = LoggerFactory.Create(logging => logging //! HAZARD flush SHUT603
            .SetMinimumLevel(LogLevel.Information)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));
        return factory.CreateLogger("invoices"); //! HAZARD flush SHUT603
    }

    private static async Task<int> Main(string[] args)
    {
        if (args.Length == 0)
        {
            Log.LogError("usage: invoices FILE...");
            return 2;
        }

        var failed = 0;
        foreach (var file in args)
        {
            try
            {
                var invoices = await ReadAsync(file);
                Log.LogInformation("{File}: {Count} invoices, {Gross} gross", file, invoices.Count, invoices.Sum(i => i.Gross));
            }
            catch (Exception ex) when (ex is IOException or FormatException)
            {
                failed++;
                Log.LogError(ex, "{File} cannot be read", file);
            }
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task<List<Invoice>> ReadAsync(string file)
    {
        var invoices = new List<Invoice>();
        await foreach (var line in File.ReadLinesAsync(file))
        {
            var parts = line.Split(',');
            var net = decimal.Parse(parts[1], CultureInfo.InvariantCulture);
            invoices.Add(new Invoice(parts[0], net, Math.Round(net * 0.19m, 2)));
        }

        return invoices;
    }
}
