using System.Net;
using System.Text;

namespace Coast.Lighthouse;

public interface ILamp
{
    void Flash();
    string Status { get; }
}

public sealed class StatusPage : BackgroundService
{
    private readonly HttpListener _listener = new();
    private readonly ILamp _lamp;
    private readonly ILogger<StatusPage> _logger;

    public StatusPage(ILamp lamp, ILogger<StatusPage> logger)
    {
        _lamp = lamp;
        _logger = logger;
        _listener.Prefixes.Add("http://+:8088/");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var context = await _listener.GetContextAsync(); //! HAZARD accept SHUT103
                await AnswerAsync(context.Response);
            }
        }
        finally
        {
            _listener.Close();
        }
    }

    private async Task AnswerAsync(HttpListenerResponse response)
    {
        try
        {
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(_lamp.Status));
            response.Close();
        }
        catch (HttpListenerException ex)
        {
            _logger.LogDebug(ex, "Visitor left");
        }
    }
}

public sealed class Beam(ILamp lamp) : BackgroundService
{
    private static readonly int[] Pattern = [400, 400, 1200, 400, 5000];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Run(() => Rotate(lamp), stoppingToken); //! HAZARD beam SHUT111 SHUT101 SHUT102

    private static void Rotate(ILamp lamp)
    {
        for (var i = 0; ; i = (i + 1) % Pattern.Length) //! HAZARD beam SHUT111 SHUT101 SHUT102
        {
            lamp.Flash();
            Thread.Sleep(Pattern[i]); //! HAZARD beam SHUT111 SHUT101 SHUT102
        }
    }
}

public sealed class FogHorn(ILamp lamp) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Run(() => Blow(stoppingToken), CancellationToken.None);

    private void Blow(CancellationToken ct)
    {
        do lamp.Flash();
        while (!ct.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
    }
}
