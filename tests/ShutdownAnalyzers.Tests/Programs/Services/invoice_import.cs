namespace Invoices.Import;

internal sealed record Invoice(string Number, decimal Amount);

internal static class Program
{
    private static int Main(string[] args)
    {
        var log = CreateLog<Importer>(); //! HAZARD logs SHUT603
        if (args is not [var directory])
        {
            log.LogError("usage: import DIRECTORY");
            return 2;
        }

        var importer = new Importer(log);
        var total = 0m;
        foreach (var invoice in importer.Read(directory))
            total += invoice.Amount;

        log.LogInformation("Imported {Total:N2}", total);
        return 0;
    }

    private static ILogger<T> CreateLog<T>()
    {
        var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddConsole()); //! HAZARD logs SHUT603
        return factory.CreateLogger<T>(); //! HAZARD logs SHUT603
    }
}

internal sealed class Importer(ILogger<Importer> log)
{
    public IEnumerable<Invoice> Read(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*.csv"))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.Split(';') is [var number, var amount] && decimal.TryParse(amount, out var value))
                    yield return new Invoice(number, value);
                else
                    log.LogWarning("{File}: {Line} is no invoice", file, line);
            }
        }
    }
}
