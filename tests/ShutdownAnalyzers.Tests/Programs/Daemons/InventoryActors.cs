using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Depot.Actors;

/// <summary>A mailbox and the task that empties it. Ends when the mailbox is completed; the token only cuts the drain short.</summary>
public abstract class Actor<TMessage> : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(4);
    private readonly Channel<TMessage> _mailbox = Channel.CreateUnbounded<TMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _cut = new();
    private readonly Lazy<Task> _running;

    protected Actor() => _running = new Lazy<Task>(() => Task.Run(RunAsync));

    public bool Tell(TMessage message)
    {
        _ = _running.Value;
        return _mailbox.Writer.TryWrite(message);
    }

    protected abstract ValueTask ReceiveAsync(TMessage message, CancellationToken cut);

    protected virtual void OnError(TMessage message, Exception error) => Console.Error.WriteLine($"{GetType().Name}: {message}: {error.Message}");

    public async ValueTask DisposeAsync()
    {
        _mailbox.Writer.TryComplete();
        if (!_running.IsValueCreated) return;

        _cut.CancelAfter(DrainTime);
        await _running.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync()
    {
        while (await _mailbox.Reader.WaitToReadAsync(_cut.Token))
        {
            while (!_cut.IsCancellationRequested && _mailbox.Reader.TryRead(out var message))
            {
                try
                {
                    await ReceiveAsync(message, _cut.Token);
                }
                catch (Exception error)
                {
                    OnError(message, error);
                }
            }
        }
    }
}

public readonly record struct Movement(string Article, int Change);

public interface IStockTable
{
    Task ChangeAsync(string article, int change, CancellationToken cancellationToken);
}

public sealed class ShelfActor(string shelf, IStockTable table) : Actor<Movement>
{
    protected override async ValueTask ReceiveAsync(Movement message, CancellationToken cut)
        => await table.ChangeAsync($"{shelf}/{message.Article}", message.Change, cut);
}

public sealed class ShelfRegistry(IStockTable table) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ShelfActor> _shelves = new();

    public bool Move(string shelf, Movement movement) => _shelves.GetOrAdd(shelf, name => new ShelfActor(name, table)).Tell(movement);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_shelves.Values.Select(s => s.DisposeAsync().AsTask()));
}

public static class DepotModule
{
    public static IServiceCollection AddDepot<TTable>(this IServiceCollection services) where TTable : class, IStockTable => services
        .AddSingleton<IStockTable, TTable>()
        .AddSingleton<ShelfRegistry>();

    public static RouteHandlerBuilder MapDepot(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/shelves/{shelf}/movements", (string shelf, Movement movement, ShelfRegistry shelves) =>
            shelves.Move(shelf, movement) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
}
