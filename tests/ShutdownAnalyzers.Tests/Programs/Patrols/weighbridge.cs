using System.Net;

namespace Recycling.Weighbridge;

public delegate Task<double> ReadScale(string lane);

public sealed class WeighbridgeHttp : BackgroundService
{
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _answering = new(1, 1);
    private readonly ReadScale _read;
    private readonly ILogger<WeighbridgeHttp> _logger;

    public WeighbridgeHttp(ReadScale read, ILogger<WeighbridgeHttp> logger)
    {
        (_read, _logger) = (read, logger);
        _listener.Prefixes.Add("http://+:8095/scale/");
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await NextAsync() is { } context)
        {
            await _answering.WaitAsync(stoppingToken);
            try
            {
                await AnswerAsync(context);
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "{Url} not answered", context.Request.Url);
                context.Response.Abort();
            }
            finally
            {
                _answering.Release();
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var idle = await WaitUntilIdleAsync(cancellationToken);
        if (_listener.IsListening)
            _listener.Stop();

        if (idle)
            _answering.Release();

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        base.Dispose();
    }

    private async Task<bool> WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _answering.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            if (_listener.IsListening)
                throw;

            return null;
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var lane = context.Request.QueryString["lane"] ?? "1";
        var kilos = await _read(lane).WaitAsync(TimeSpan.FromSeconds(2));
        context.Response.ContentType = "text/plain";
        await using var writer = new StreamWriter(context.Response.OutputStream);
        await writer.WriteAsync(FormattableString.Invariant($"{lane};{kilos:F1}"));
    }
}
