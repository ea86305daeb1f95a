using System.Threading.Channels;

namespace Pharmacy.Robot;

public sealed record Pick(string Shelf, int Packs);

public interface IGripper
{
    void Move(string shelf);
    int Position { get; }
}

public sealed class PickerService(IGripper gripper, ILogger<PickerService> logger) : IHostedService
{
    private readonly Channel<Pick> _picks = Channel.CreateBounded<Pick>(64);
    private Task _consumer = Task.CompletedTask;

    public ValueTask EnqueueAsync(Pick pick, CancellationToken ct) => _picks.Writer.WriteAsync(pick, ct);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumer = Task.Run(ConsumeAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Waiting for the gripper");
        await _consumer; //! HAZARD consumer SHUT208 SHUT601 SHUT210
    }

    private async Task ConsumeAsync()
    {
        await foreach (var pick in _picks.Reader.ReadAllAsync()) //! HAZARD consumer SHUT208 SHUT601 SHUT210
        {
            for (var i = 0; i < pick.Packs; i++)
                gripper.Move(pick.Shelf);
        }
    }
}

public sealed class ShelfShuffler : IHostedService
{
    private readonly IGripper _gripper;
    private Thread? _thread;
    private uint _seed = 17;
    private bool _mixing; //! HAZARD flag SHUT109

    public ShelfShuffler(IGripper gripper) => _gripper = gripper;

    public string NextShelf() => $"S{_seed % 40:00}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _seed = (uint)_gripper.Position;
        _mixing = true;
        _thread = new Thread(Mix) { IsBackground = true, Priority = ThreadPriority.Lowest };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _mixing = false; //! HAZARD flag SHUT109
        _thread?.Join(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private void Mix()
    {
        while (_mixing) //! HAZARD flag SHUT109
            _seed = _seed * 1664525 + 1013904223;
    }
}
