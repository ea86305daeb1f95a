using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ShutdownAnalyzers.Proofs;

/// <summary>A SignalR server for programs that are clients: it sees whether they say good-bye.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private HubServer(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.First()}/hub";

    /// <summary>"left", or "thinks it is still there": without a good-bye only a time-out tells the server.</summary>
    public async Task<string> EndingAsync()
    {
        var left = _app.Services.GetRequiredService<Farewell>().Said.Task;
        return await Task.WhenAny(left, Task.Delay(Patience)) == left ? "left" : "thinks it is still there";
    }

    public static async Task<HubServer> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Farewell>();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<Lobby>("/hub");
        await app.StartAsync(cancellation);
        return new HubServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Lobby(Farewell farewell) : Hub
    {
        public override Task OnDisconnectedAsync(Exception? exception)
        {
            farewell.Said.TrySetResult();
            return base.OnDisconnectedAsync(exception);
        }
    }

    private sealed class Farewell
    {
        public TaskCompletionSource Said { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
