using System.Threading.Channels;

namespace Shop.Outbox;

public sealed record OutboxMessage(long Id, string Topic, string Body);

public interface IOutbox
{
    Task<IReadOnlyList<OutboxMessage>> TakeAsync(int max);
    Task DoneAsync(long id);
}

public interface IBus
{
    Task PublishAsync(string topic, string body);
}

internal sealed class OutboxDispatcher : IHostedService
{
    private readonly IOutbox _outbox;
    private readonly IBus _bus;
    private readonly SemaphoreSlim _wake = new(0);
    private Task? _dispatching;

    public OutboxDispatcher(IOutbox outbox, IBus bus)
    {
        _outbox = outbox;
        _bus = bus;
    }

    public void Wake() => _wake.Release();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _dispatching = DispatchAsync(); //! HAZARD endless SHUT208 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD endless SHUT208 SHUT205 SHUT210
    {
        Wake();
        if (_dispatching is { IsCompleted: false } pending)
            await pending.ConfigureAwait(false); //! HAZARD endless SHUT208 SHUT205 SHUT210
    }

    private async Task DispatchAsync() //! HAZARD endless SHUT208 SHUT205 SHUT101 SHUT102
    {
        while (true) //! HAZARD endless SHUT208 SHUT205 SHUT101 SHUT102
        {
            var messages = await _outbox.TakeAsync(50);
            foreach (var message in messages)
            {
                await _bus.PublishAsync(message.Topic, message.Body);
                await _outbox.DoneAsync(message.Id);
            }

            if (messages.Count == 0) await _wake.WaitAsync(TimeSpan.FromSeconds(30)); //! HAZARD endless SHUT208 SHUT205 SHUT101 SHUT102
        }
    }
}
