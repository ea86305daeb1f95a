using System.Diagnostics.CodeAnalysis;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<CommandTable>();
builder.Services.AddHostedService<ConsoleCommands>();

using var host = builder.Build();
await host.RunAsync();

internal sealed class CommandTable
{
    private readonly Dictionary<string, Func<string[], string>> _commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["time"] = _ => DateTimeOffset.Now.ToString("O"),
        ["mem"] = _ => $"{GC.GetTotalMemory(false) / 1024} KiB",
        ["echo"] = args => string.Join(' ', args),
    };

    public bool TryFind(string name, [NotNullWhen(true)] out Func<string[], string>? command)
        => _commands.TryGetValue(name, out command);
}

internal sealed class ConsoleCommands(CommandTable table, ILogger<ConsoleCommands> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("Type a command:");
        while (!stoppingToken.IsCancellationRequested)
        {
            var line = await Console.In.ReadLineAsync(stoppingToken); //! HAZARD stdin SHUT103
            if (line is null)
            {
                logger.LogInformation("Standard input was closed");
                return;
            }

            Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private void Run(string[] words)
    {
        if (words is not [var name, .. var rest])
            return;

        if (table.TryFind(name, out var command))
            Console.WriteLine(command(rest));
        else
            logger.LogWarning("Unknown command {Name}", name);
    }
}
