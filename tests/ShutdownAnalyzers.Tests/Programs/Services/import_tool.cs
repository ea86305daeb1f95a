using System.Globalization;
using Serilog;
using Serilog.Events;

namespace Museum.Import;

internal sealed record Exhibit(string Inventory, string Title, int? Year);

internal sealed class Importer(string target)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public async Task<int> RunAsync(string file)
    {
        var imported = 0;
        await using var output = new StreamWriter(target, append: true);
        await foreach (var line in File.ReadLinesAsync(file))
        {
            if (Parse(line) is not { } exhibit)
            {
                Log.Warning("Skipped {Line}", line);
                continue;
            }

            if (!_known.Add(exhibit.Inventory)) continue;
            await output.WriteLineAsync($"{exhibit.Inventory}\t{exhibit.Title}\t{exhibit.Year}");
            imported++;
        }

        Log.Information("{File}: {Count} exhibits", file, imported);
        return imported;
    }

    private static Exhibit? Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || parts[0].Length == 0) return null;
        return new Exhibit(parts[0], parts[1], parts.Length > 2 && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var year) ? year : null);
    }
}

internal static class Program
{
    private static void ConfigureLogging(bool verbose) => Log.Logger = new LoggerConfiguration() //! HAZARD serilog SHUT603
        .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
        .WriteTo.Console()
        .WriteTo.File("import.log", buffered: true, flushToDiskInterval: TimeSpan.FromSeconds(10))
        .CreateLogger(); //! HAZARD serilog SHUT603

    private static async Task<int> Main(string[] args) //! HAZARD serilog SHUT603
    {
        ConfigureLogging(args.Contains("-v")); //! HAZARD serilog SHUT603
        var files = args.Where(a => !a.StartsWith('-')).ToArray();
        if (files.Length == 0)
        {
            Log.Error("Nothing to import");
            return 2;
        }

        try
        {
            var importer = new Importer("exhibits.tsv");
            var total = 0;
            foreach (var file in files)
                total += await importer.RunAsync(file);

            Log.Information("{Total} exhibits imported", total);
            return 0;
        }
        catch (IOException ex)
        {
            Log.Fatal(ex, "The import failed");
            return 1;
        }
    }
}
