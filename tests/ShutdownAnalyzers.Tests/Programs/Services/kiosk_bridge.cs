using System.Net;
using System.Text;

namespace Museum.Kiosk;

public interface IExhibitText
{
    string Describe(string exhibit, string? language);
}

/// <summary>Old kiosks only talk plain HTTP to a fixed port, apart from the real server.</summary>
public class KioskBridge : BackgroundService
{
    private readonly IExhibitText _texts;
    private readonly ILogger<KioskBridge> _log;

    public KioskBridge(IExhibitText texts, ILogger<KioskBridge> log)
    {
        _texts = texts;
        _log = log;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add("http://127.0.0.1:8099/");
        listener.Start();
        while (!stoppingToken.IsCancellationRequested)
        {
            HttpListenerContext context = await NextAsync(listener); //! HAZARD accept SHUT103
            try
            {
                await AnswerAsync(context, stoppingToken);
            }
            catch (HttpListenerException ex)
            {
                _log.LogWarning(ex, "A kiosk hung up");
            }
        }
    }

    private static Task<HttpListenerContext> NextAsync(HttpListener listener) => listener.GetContextAsync(); //! HAZARD accept SHUT103

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        var exhibit = context.Request.QueryString["id"] ?? "0";
        var bytes = Encoding.UTF8.GetBytes(_texts.Describe(exhibit, context.Request.Headers["Accept-Language"]));
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.OutputStream.WriteAsync(bytes, ct);
        context.Response.Close();
    }
}
