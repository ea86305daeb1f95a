using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Lab.Pipeline;

public interface ISpectrometer
{
    ValueTask<double[]> ScanAsync();
}

public interface ISpectra
{
    Task SaveAsync(double[] smoothed, CancellationToken cancellationToken);
}

public sealed class SpectraPipeline(ISpectrometer device, ISpectra spectra) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scans = Channel.CreateBounded<double[]>(16);
        var producing = ProduceAsync(scans.Writer, stoppingToken);

        await foreach (var window in Windows(scans.Reader.ReadAllAsync(CancellationToken.None), 4))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await spectra.SaveAsync(window, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await producing;
    }

    private async Task ProduceAsync(ChannelWriter<double[]> writer, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await writer.WriteAsync(await device.ScanAsync(), stop);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            writer.Complete();
        }
    }

    private static async IAsyncEnumerable<double[]> Windows(IAsyncEnumerable<double[]> scans, int size, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var window = new Queue<double[]>(size);
        await foreach (var scan in scans.WithCancellation(ct))
        {
            if (window.Count == size) window.Dequeue();
            window.Enqueue(scan);
            yield return [.. Enumerable.Range(0, scan.Length).Select(i => window.Average(s => s[i]))];
        }
    }
}
