using System.Globalization;
using NLog;
using NLog.Config;
using NLog.Targets;
using LogLevel = NLog.LogLevel;

namespace Payroll.TaxTables;

internal sealed record Bracket(decimal From, decimal Rate);

internal static class Program
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private static int Main(string[] args)
    {
        Configure(args.Contains("--debug"));
        try
        {
            return Run(args.Where(a => !a.StartsWith('-')).ToArray());
        }
        catch (Exception ex)
        {
            Log.Fatal(ex, "tax tables");
            return 70;
        }
        finally
        {
            LogManager.Shutdown();
        }
    }

    private static void Configure(bool debug)
    {
        var configuration = new LoggingConfiguration();
        configuration.AddRule(debug ? LogLevel.Debug : LogLevel.Info, LogLevel.Fatal, new FileTarget("file") { FileName = "taxtables.log", KeepFileOpen = true, AutoFlush = false });
        LogManager.Configuration = configuration;
    }

    private static int Run(string[] files)
    {
        if (files.Length == 0)
        {
            Log.Error("no tables given");
            return 64;
        }

        foreach (var file in files)
        {
            var brackets = Read(file);
            Log.Info("{0}: {1} brackets, tax of 50000 is {2:0.00}", file, brackets.Count, Tax(brackets, 50_000));
        }

        return 0;
    }

    private static List<Bracket> Read(string file) => [.. File.ReadLines(file)
        .Select(line => line.Split(';'))
        .Where(parts => parts.Length == 2)
        .Select(parts => new Bracket(decimal.Parse(parts[0], CultureInfo.InvariantCulture), decimal.Parse(parts[1], CultureInfo.InvariantCulture)))
        .OrderBy(bracket => bracket.From)];

    private static decimal Tax(List<Bracket> brackets, decimal income)
    {
        var tax = 0m;
        for (var i = 0; i < brackets.Count && brackets[i].From < income; i++)
        {
            var to = i + 1 < brackets.Count ? Math.Min(brackets[i + 1].From, income) : income;
            tax += (to - brackets[i].From) * brackets[i].Rate;
        }

        return tax;
    }
}
