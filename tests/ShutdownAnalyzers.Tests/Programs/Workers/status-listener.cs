using System.Net;

namespace Agents.Status;

public interface IStatusText
{
    ReadOnlyMemory<byte> Render();
}

public sealed class StatusListener : BackgroundService
{
    private readonly IStatusText _status;
    private readonly HttpListener _listener = new();

    public StatusListener(IStatusText status)
    {
        _status = status;
        _listener.Prefixes.Add("http://127.0.0.1:7421/");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        using var _ = stoppingToken.Register(_listener.Stop);

        while (await NextAsync(stoppingToken) is { } context)
        {
            using var response = context.Response;
            await response.OutputStream.WriteAsync(_status.Render(), stoppingToken);
        }
    }

    private async Task<HttpListenerContext?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException or HttpListenerException && stop.IsCancellationRequested)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }
}
