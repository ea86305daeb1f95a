using System.Threading.Channels;

namespace Games.Bots;

public sealed record Move(Guid Game, string Notation);

public interface IEngine
{
    string Reply(Move move);
}

public interface IGameServer
{
    Task PlayAsync(Guid game, string notation, CancellationToken cancellationToken);
}

internal sealed class BotService(IEngine engine, IGameServer server) : IHostedService
{
    private readonly Channel<Move> _moves = Channel.CreateUnbounded<Move>();
    private Task? _playing;

    public bool TryOffer(Move move) => _moves.Writer.TryWrite(move);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _playing = PlayAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _moves.Writer.TryComplete();
        if (_playing is null) return;

        var late = Task.Delay(Timeout.Infinite, cancellationToken);
        if (await Task.WhenAny(_playing, late) == late)
            Console.Error.WriteLine("Some games were not answered");
    }

    private async Task PlayAsync()
    {
        while (await _moves.Reader.WaitToReadAsync())
        {
            while (_moves.Reader.TryRead(out var move))
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                try
                {
                    await server.PlayAsync(move.Game, engine.Reply(move), limit.Token);
                }
                catch (OperationCanceledException)
                {
                    Console.Error.WriteLine($"{move.Game} was too slow");
                }
            }
        }
    }
}
