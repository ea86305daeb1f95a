using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telecom.Sms;

public sealed class SmsGatewayOptions
{
    public int Port { get; set; } = 2775;
}

public interface ISmsRouter
{
    Task<string> RouteAsync(string line, CancellationToken cancellationToken);
}

internal sealed class SmsGateway(ISmsRouter router, Microsoft.Extensions.Options.IOptions<SmsGatewayOptions> options, ILogger<SmsGateway> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<int, Task> _sessions = new();
    private int _lastSession;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = new TcpListener(IPAddress.Any, options.Value.Port);
        listener.Start();
        using var closing = stoppingToken.Register(static state => ((TcpListener)state!).Stop(), listener);
        try
        {
            while (await AcceptAsync(listener, stoppingToken) is { } client)
                Track(client, stoppingToken);
        }
        finally
        {
            listener.Stop();
            await LeaveAsync();
        }
    }

    private static async Task<TcpClient?> AcceptAsync(TcpListener listener, CancellationToken stopped)
    {
        try
        {
            return await listener.AcceptTcpClientAsync();
        }
        catch (Exception ex) when (stopped.IsCancellationRequested && ex is SocketException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Track(TcpClient client, CancellationToken stoppingToken)
    {
        var id = Interlocked.Increment(ref _lastSession);
        var session = Task.Run(() => ServeAsync(id, client, stoppingToken), CancellationToken.None);
        _sessions[id] = session;
        session.ContinueWith(_ => _sessions.TryRemove(id, out Task? _), TaskScheduler.Default);
    }

    private async Task ServeAsync(int id, TcpClient client, CancellationToken stoppingToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                await using var writer = new StreamWriter(stream, Encoding.ASCII) { AutoFlush = true };

                while (await NextLineAsync(reader, stoppingToken) is { } line)
                {
                    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                    await writer.WriteLineAsync((await router.RouteAsync(line, limit.Token)).AsMemory(), limit.Token);
                }

                if (!stoppingToken.IsCancellationRequested)
                    return;

                using var farewell = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await writer.WriteLineAsync("UNBIND".AsMemory(), farewell.Token);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Session {Id} broke", id);
            }
        }
    }

    private static async Task<string?> NextLineAsync(StreamReader reader, CancellationToken stoppingToken)
    {
        try
        {
            return await reader.ReadLineAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await Task.WhenAll(_sessions.Values).WaitAsync(TimeSpan.FromSeconds(8));
        }
        catch (TimeoutException)
        {
            logger.LogWarning("{Count} sessions did not unbind", _sessions.Count);
        }
    }
}

public static class SmsGatewayExtensions
{
    public static IServiceCollection AddSmsGateway(this IServiceCollection services, IConfiguration section) =>
        services.Configure<SmsGatewayOptions>(section).AddHostedService<SmsGateway>();
}
