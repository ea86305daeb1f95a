using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Post.Telex;

public interface ITelexSink
{
    Task StoreAsync(string line, CancellationToken ct);
}

/// <summary>Accepts without a token: Stop on the listener, done in StopAsync, is what ends the loop.</summary>
public sealed class TelexBridge : IHostedService, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Any, 2323);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, Task> _sessions = new();
    private readonly ITelexSink _sink;
    private readonly ILogger<TelexBridge> _logger;
    private Task _accepting = Task.CompletedTask;
    private int _next;

    public TelexBridge(ITelexSink sink, ILogger<TelexBridge> logger)
    {
        _sink = sink;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _end.Cancel();
        _listener.Stop();

        var all = Task.WhenAll([_accepting, .. _sessions.Values]);
        var first = await Task.WhenAny(all, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        if (first != all)
            _logger.LogWarning("{Count} telex sessions are cut", _sessions.Count);
    }

    public void Dispose()
    {
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException ex)
            {
                _logger.LogWarning(ex, "Accept failed");
                continue;
            }

            var id = ++_next;
            _sessions[id] = ServeAsync(id, client);
        }
    }

    private async Task ServeAsync(int id, TcpClient client)
    {
        await Task.Yield();
        using var _ = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            while (await reader.ReadLineAsync(_end.Token) is { } line)
                await _sink.StoreAsync(line, _end.Token);
        }
        catch (OperationCanceledException)
        {
            _logger.LogDebug("Session {Id} ends with the bridge", id);
        }
        catch (IOException ex)
        {
            _logger.LogDebug(ex, "Session {Id} broke", id);
        }
        finally
        {
            _sessions.TryRemove(id, out Task? _);
        }
    }
}

public static class TelexServices
{
    public static IServiceCollection AddTelex<TSink>(this IServiceCollection services) where TSink : class, ITelexSink =>
        services.AddSingleton<ITelexSink, TSink>().AddHostedService<TelexBridge>();
}
