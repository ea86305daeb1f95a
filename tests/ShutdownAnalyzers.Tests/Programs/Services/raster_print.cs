using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Print.Raster;

internal sealed record Band(int Index, byte[] Pixels);

internal sealed class RasterThread
{
    private readonly BlockingCollection<Band> _bands = new(16);
    private readonly Thread _thread;
    private readonly Stream _device;

    public RasterThread(Stream device)
    {
        _device = device;
        _thread = new Thread(WriteAll) { Name = "raster", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    public void Add(Band band) => _bands.Add(band);

    public void Finish()
    {
        _bands.CompleteAdding();
        _thread.Join();
    }

    private void WriteAll()
    {
        foreach (var band in _bands.GetConsumingEnumerable())
        {
            _device.Write(BitConverter.GetBytes(band.Index));
            _device.Write(band.Pixels);
        }

        _device.Flush();
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: raster_print IMAGE DEVICE");
            return 64;
        }

        var abort = false;
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Abort);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Abort);

        using var device = File.OpenWrite(args[1]);
        using var image = File.OpenRead(args[0]);
        var raster = new RasterThread(device);
        try
        {
            var index = 0;
            var pixels = new byte[64 * 1024];
            for (var read = image.Read(pixels); read > 0 && !Volatile.Read(ref abort); read = image.Read(pixels))
                raster.Add(new Band(index++, pixels[..read]));
        }
        finally
        {
            raster.Finish();
        }

        return abort ? 1 : 0;

        void Abort(PosixSignalContext context)
        {
            context.Cancel = true;
            Volatile.Write(ref abort, true);
        }
    }
}
