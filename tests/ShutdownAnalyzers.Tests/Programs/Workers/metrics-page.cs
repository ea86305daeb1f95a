using System.Net;
using System.Text;

namespace Internal.Metrics;

public interface IMetricText
{
    string Render();
}

public sealed class MetricsPage(IMetricText metrics, ILogger<MetricsPage> logger) : BackgroundService
{
    private readonly HttpListener _listener = new() { Prefixes = { "http://localhost:9199/metrics/" } }; //! HAZARD context SHUT103 SHUT101 SHUT102

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        while (!stoppingToken.IsCancellationRequested) //! HAZARD context SHUT103 SHUT101 SHUT102
        {
            var context = await _listener.GetContextAsync(); //! HAZARD context SHUT103 SHUT101 SHUT102
            try
            {
                await AnswerAsync(context.Response, stoppingToken);
            }
            catch (HttpListenerException e)
            {
                logger.LogDebug(e, "Scraper went away");
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _listener.Close(); //! HAZARD context SHUT103 SHUT101 SHUT102
    }

    private async Task AnswerAsync(HttpListenerResponse response, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(metrics.Render());
        response.ContentLength64 = body.Length;
        await using var output = response.OutputStream;
        await output.WriteAsync(body, cancellationToken);
    }
}
