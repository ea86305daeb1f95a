namespace Ops.AdminConsole;

public interface IAdminCommand
{
    string Name { get; }
    Task<string> RunAsync(string[] arguments, CancellationToken ct);
}

public sealed class AdminConsole : BackgroundService
{
    private readonly Dictionary<string, IAdminCommand> _commands;
    private readonly IHostApplicationLifetime _lifetime;

    public AdminConsole(IEnumerable<IAdminCommand> commands, IHostApplicationLifetime lifetime)
    {
        _commands = commands.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
        _lifetime = lifetime;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Console.IsInputRedirected) return;

        try
        {
            while (await ReadAsync(stoppingToken) is { } line)
            {
                if (line.Trim() is "quit")
                {
                    _lifetime.StopApplication();
                    return;
                }

                await ExecuteLineAsync(line, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Console.WriteLine();
        }
    }

    private static Task<string?> ReadAsync(CancellationToken stop)
    {
        Console.Write("> ");
        return Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(stop);
    }

    private async Task ExecuteLineAsync(string line, CancellationToken stop)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return;

        if (!_commands.TryGetValue(words[0], out var command))
        {
            Console.WriteLine($"unknown: {words[0]}, known: {string.Join(' ', _commands.Keys)}");
            return;
        }

        try
        {
            Console.WriteLine(await command.RunAsync(words[1..], stop));
        }
        catch (Exception ex) when (!stop.IsCancellationRequested)
        {
            Console.WriteLine(ex.Message);
        }
    }
}
