using System.Net;
using System.Text;

namespace Hospital.Paging;

public interface IPagerRadio
{
    Task SendAsync(string capcode, string text, CancellationToken ct);
}

public sealed class PagerGateway : BackgroundService
{
    private readonly string _prefix;
    private readonly IPagerRadio _radio;
    private readonly ILogger<PagerGateway> _logger;

    public PagerGateway(IConfiguration configuration, IPagerRadio radio, ILogger<PagerGateway> logger)
    {
        _prefix = configuration["Pager:Prefix"] ?? "http://+:8095/page/";
        _radio = radio;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(_prefix);
        listener.Start();
        _logger.LogInformation("Listening on {Prefix}", _prefix);

        while (!stoppingToken.IsCancellationRequested) //! HAZARD accept SHUT103 SHUT101
        {
            var context = await listener.GetContextAsync(); //! HAZARD accept SHUT103 SHUT102
            try
            {
                await AnswerAsync(context, stoppingToken);
            }
            catch (HttpListenerException ex)
            {
                _logger.LogWarning(ex, "The caller went away");
            }
            finally
            {
                context.Response.Close();
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(ct);
        var capcode = context.Request.QueryString["to"];
        if (string.IsNullOrEmpty(capcode) || text.Length > 240)
        {
            context.Response.StatusCode = 400;
            return;
        }

        await _radio.SendAsync(capcode, text, ct);
        context.Response.StatusCode = 202;
    }
}
