namespace Ops.Journal;

public interface IAlertRules
{
    bool Matches(string line);
}

public interface IAlertSink
{
    Task RaiseAsync(string line, CancellationToken cancellationToken);
}

public sealed class JournalFollower(IAlertRules rules, IAlertSink sink, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = configuration["Journal:Path"] ?? "/var/log/app/journal.log";
        var position = 0L;

        while (await WaitForGrowthAsync(path, position, stoppingToken))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.Seek(Math.Min(position, stream.Length), SeekOrigin.Begin);
            using var reader = new StreamReader(stream);

            while (true)
            {
                var line = await reader.ReadLineAsync(stoppingToken);
                if (line is null) break;
                if (rules.Matches(line)) await sink.RaiseAsync(line, stoppingToken);
            }

            position = stream.Position;
        }
    }

    private static async Task<bool> WaitForGrowthAsync(string path, long position, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length != position) return true;
            await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
