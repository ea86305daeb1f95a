var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new Journal("journal.log"));
builder.Services.AddHostedService<Bookkeeper>();
await builder.Build().RunAsync();

internal sealed class Bookkeeper(Journal journal) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            journal.Write("booked");
            Console.WriteLine("ready");
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}

internal sealed class Journal(string path) : IDisposable
{
    private readonly StreamWriter _file = new(path);

    public void Write(string entry) => _file.WriteLine(entry);

    public void Dispose() => _file.Dispose();
}
