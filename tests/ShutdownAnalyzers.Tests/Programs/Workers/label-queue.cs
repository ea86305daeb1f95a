using System.Threading.Channels;

namespace Parcel.Labels;

public sealed record Label(string Parcel, string Zpl);

public interface IPrinter
{
    Task PrintAsync(Label label);
}

public sealed class LabelQueue(IPrinter printer, ILogger<LabelQueue> logger) : BackgroundService
{
    private readonly Channel<Label> _labels = Channel.CreateBounded<Label>(new BoundedChannelOptions(400) { SingleReader = true });

    public ValueTask PrintAsync(Label label, CancellationToken cancellationToken) => _labels.Writer.WriteAsync(label, cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _labels.Writer.TryComplete();
        if (ExecuteTask is { } draining)
            await Task.WhenAny(draining, Task.Delay(Timeout.Infinite, cancellationToken));

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var label in _labels.Reader.ReadAllAsync())
        {
            try
            {
                await printer.PrintAsync(label);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Label {Parcel} is lost", label.Parcel);
            }
        }
    }
}
