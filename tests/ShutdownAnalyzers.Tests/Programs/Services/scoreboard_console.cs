namespace Sports.Console;

public interface IScore
{
    void Goal(string team);
    void Undo();
}

internal abstract record Command
{
    public sealed record Goal(string Team) : Command;
    public sealed record Undo : Command;
    public sealed record Unknown(string Text) : Command;

    public static Command Parse(string line) => line.Split(' ', 2, StringSplitOptions.TrimEntries) switch
    {
        ["goal", var team] => new Goal(team),
        ["undo"] => new Undo(),
        _ => new Unknown(line),
    };
}

internal sealed class OperatorConsole(IScore score, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var command in CommandsAsync(stoppingToken)) //! HAZARD stdin SHUT103
        {
            switch (command)
            {
                case Command.Goal goal:
                    score.Goal(goal.Team);
                    break;
                case Command.Undo:
                    score.Undo();
                    break;
                case Command.Unknown { Text: "quit" }:
                    lifetime.StopApplication();
                    return;
                case Command.Unknown unknown:
                    System.Console.Error.WriteLine($"? {unknown.Text}");
                    break;
            }
        }
    }

    private static async IAsyncEnumerable<Command> CommandsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        while (!ct.IsCancellationRequested) //! HAZARD stdin SHUT103
        {
            var line = await System.Console.In.ReadLineAsync(ct); //! HAZARD stdin SHUT103 SHUT102
            if (line is null)
                yield break;

            if (!string.IsNullOrWhiteSpace(line))
                yield return Command.Parse(line);
        }
    }
}
