using System.Net;
using System.Text;

namespace Ops.MetricsPage;

public interface IGauges
{
    IEnumerable<(string Name, double Value)> Read();
}

public sealed class MetricsPage : BackgroundService
{
    private readonly IGauges _gauges;
    private readonly ILogger<MetricsPage> _logger;
    private readonly string _prefix;

    public MetricsPage(IGauges gauges, IConfiguration configuration, ILogger<MetricsPage> logger)
    {
        _gauges = gauges;
        _logger = logger;
        _prefix = configuration["Metrics:Prefix"] ?? "http://localhost:9464/metrics/";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(_prefix);
        listener.Start();
        await using var closing = stoppingToken.Register(static l => ((HttpListener)l!).Stop(), listener);

        while (await NextAsync(listener) is { } context)
        {
            var body = Encoding.UTF8.GetBytes(Render());
            context.Response.ContentType = "text/plain; version=0.0.4";
            context.Response.ContentLength64 = body.Length;
            try
            {
                await context.Response.OutputStream.WriteAsync(body, CancellationToken.None);
                context.Response.Close();
            }
            catch (HttpListenerException ex)
            {
                _logger.LogDebug(ex, "The scraper went away");
            }
        }
    }

    private static async Task<HttpListenerContext?> NextAsync(HttpListener listener)
    {
        try
        {
            return await listener.GetContextAsync();
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException && !listener.IsListening)
        {
            return null;
        }
    }

    private string Render()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _gauges.Read())
            text.Append("# TYPE ").Append(name).Append(" gauge\n").Append(name).Append(' ').Append(value).Append('\n');
        return text.ToString();
    }
}
