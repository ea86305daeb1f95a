namespace Casino.Flip;

internal sealed class Jackpot
{
    private long _cents;

    public long Add(long cents)
    {
        while (true)
        {
            var old = Volatile.Read(ref _cents);
            var sum = Math.Min(old + cents, 100_000_00);
            if (Interlocked.CompareExchange(ref _cents, sum, old) == old) return sum;
            Thread.SpinWait(20);
        }
    }
}

internal sealed class Flipper(Jackpot jackpot, IHostApplicationLifetime lifetime, ILogger<Flipper> logger) : BackgroundService
{
    private bool Open => !lifetime.ApplicationStopping.IsCancellationRequested;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Open)
        {
            var heads = Streak();
            if (heads > 5) logger.LogInformation("{Heads} heads, jackpot {Jackpot}", heads, jackpot.Add(heads * 100));

            await RestAsync(heads);
        }
    }

    private Task RestAsync(int heads) => Task.Delay(TimeSpan.FromSeconds(2 + heads), lifetime.ApplicationStopping).ContinueWith(static _ => { }, TaskScheduler.Default);

    private static int Streak()
    {
        var heads = 0;
        do
        {
            if (Random.Shared.Next(2) == 0) break;
            heads++;
        }
        while (true);

        return heads;
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<Jackpot>().AddHostedService<Flipper>();
        using var host = builder.Build();
        await host.RunAsync();
    }
}
