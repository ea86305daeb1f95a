using System.Diagnostics;

namespace Csv.Tool;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
        var logger = loggers.CreateLogger("csv");

        if (args is not [var source, var target])
        {
            logger.LogError("usage: csv SOURCE TARGET");
            return 64;
        }

        var watch = Stopwatch.StartNew();
        var rows = await ConvertAsync(source, target, logger);
        logger.LogInformation("{Rows} rows in {Elapsed}", rows, watch.Elapsed);
        return rows > 0 ? 0 : 1;
    }

    private static async Task<int> ConvertAsync(string source, string target, ILogger logger)
    {
        using var reader = new StreamReader(source);
        await using var writer = new StreamWriter(target);
        var rows = 0;
        while (true)
        {
            var line = await reader.ReadLineAsync();
            if (line is null)
                return rows;

            var fields = Split(line).ToArray();
            if (fields.Length < 2)
            {
                logger.LogWarning("Row {Row} is too short", rows + 1);
                continue;
            }

            await writer.WriteLineAsync(string.Join('\t', fields));
            rows++;
        }
    }

    private static IEnumerable<string> Split(string line)
    {
        var start = 0;
        for (;;)
        {
            var end = line.IndexOf(',', start);
            if (end < 0)
            {
                yield return line[start..];
                yield break;
            }

            yield return line[start..end];
            start = end + 1;
        }
    }
}
