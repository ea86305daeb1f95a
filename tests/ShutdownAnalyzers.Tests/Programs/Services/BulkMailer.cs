namespace Newsletter.Bulk;

public sealed record Issue(int Number, string Subject);

public interface ISubscribers
{
    IAsyncEnumerable<string> UnsentAsync(int issue, CancellationToken ct);
    Task SentAsync(int issue, string address);
}

public interface ISmtpRelay
{
    Task SendAsync(string address, Issue issue);
}

public interface IIssues
{
    Task<Issue?> DueAsync(CancellationToken ct);
}

public sealed class BulkMailer(IIssues issues, ISubscribers subscribers, ISmtpRelay relay, ILogger<BulkMailer> logger) : BackgroundService
{
    private const int Lanes = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await DueAsync(stoppingToken) is { } issue)
        {
            using var addresses = new SemaphoreSlim(1, 1);
            await using var source = subscribers.UnsentAsync(issue.Number, stoppingToken).GetAsyncEnumerator(stoppingToken);

            var lanes = new Task[Lanes];
            for (var lane = 0; lane < Lanes; lane++)
                lanes[lane] = Task.Run(() => SendAllAsync(issue, source, addresses, stoppingToken), stoppingToken);
            await Task.WhenAll(lanes);
        }
    }

    private async Task<Issue?> DueAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await issues.DueAsync(stop) is { } issue) return issue;
            await Task.Delay(TimeSpan.FromMinutes(1), stop);
        }

        return null;
    }

    private async Task SendAllAsync(Issue issue, IAsyncEnumerator<string> source, SemaphoreSlim gate, CancellationToken stop)
    {
        while (true)
        {
            string address;
            await gate.WaitAsync(stop);
            try
            {
                if (!await source.MoveNextAsync()) return;
                address = source.Current;
            }
            finally
            {
                gate.Release();
            }

            try
            {
                await relay.SendAsync(address, issue);
                await subscribers.SentAsync(issue.Number, address);
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "{Address} gets issue {Issue} later", address, issue.Number);
            }
        }
    }
}
