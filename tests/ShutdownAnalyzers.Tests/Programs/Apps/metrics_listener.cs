using System.Net;
using System.Text;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<MetricStore>();
builder.Services.AddHostedService<Collector>();
using var host = builder.Build();

var store = host.Services.GetRequiredService<MetricStore>();
Thread server = new(() => Serve(store)); //! HAZARD server SHUT509
server.Start(); //! HAZARD server SHUT509

await host.RunAsync();

static void Serve(MetricStore store) //! HAZARD server SHUT509
{
    var listener = new HttpListener();
    listener.Prefixes.Add("http://localhost:9464/");
    listener.Start();
    using (listener)
    {
        while (listener.IsListening) //! HAZARD server SHUT509 SHUT101
        {
            var context = listener.GetContext(); //! HAZARD server SHUT509 SHUT103
            var body = Encoding.UTF8.GetBytes($"collections {store.Collections}\n");
            context.Response.OutputStream.Write(body);
            context.Response.Close();
        }
    }
}

internal sealed class MetricStore
{
    private int _collections;

    public int Collections => Volatile.Read(ref _collections);

    public void Count() => Interlocked.Increment(ref _collections);
}

internal sealed class Collector(MetricStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            store.Count();
    }
}
