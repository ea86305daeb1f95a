using Microsoft.Extensions.Logging.Abstractions;

namespace Printing.Press;

internal sealed class PressLogs : IDisposable
{
    private readonly ILoggerFactory _factory;

    public PressLogs(string level) => _factory = LoggerFactory.Create(builder => builder
        .SetMinimumLevel(Enum.TryParse(level, ignoreCase: true, out LogLevel parsed) ? parsed : LogLevel.Information)
        .AddJsonConsole());

    public ILogger this[string category] => _factory.CreateLogger(category);

    public void Dispose() => _factory.Dispose();
}

internal sealed class Press(ILogger logger, ILoggerFactory? others = null)
{
    private readonly ILogger _ink = (others ?? NullLoggerFactory.Instance).CreateLogger("ink");

    public int Print(IEnumerable<string> pages)
    {
        var count = 0;
        foreach (var page in pages)
        {
            logger.LogInformation("Printing {Page}", page);
            _ink.LogDebug("{Length} characters", page.Length);
            count++;
        }

        return count;
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var logs = new PressLogs(args.FirstOrDefault() ?? "information");
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(static _ => LoggerFactory.Create(b => b.AddConsole()))
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(sp => new Press(sp.GetRequiredService<ILogger<Press>>(), sp.GetRequiredService<ILoggerFactory>()))
            .BuildServiceProvider();

        try
        {
            var pages = await File.ReadAllLinesAsync(args[^1]);
            return new Press(logs["press"]).Print(pages) - services.GetRequiredService<Press>().Print(pages.Reverse());
        }
        catch (IOException ex)
        {
            logs["main"].LogError(ex, "Nothing to print");
            return 1;
        }
    }
}
