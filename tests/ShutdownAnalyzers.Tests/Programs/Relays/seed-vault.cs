using System.Globalization;
using System.Runtime.InteropServices;

namespace SeedVault.Climate;

internal static class Program
{
    private static int Main(string[] args)
    {
        var path = args.Length > 0 ? args[0] : "/var/lib/seed-vault/climate.csv";
        using var file = new ClimateFile(path);
        var recorder = new ClimateRecorder(file, new ThermalZone("/sys/class/thermal/thermal_zone0/temp"));

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Quit);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Quit);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Quit);

        var thread = new Thread(recorder.Record) { Name = "climate" };
        thread.Start();
        thread.Join();

        return recorder.Failures == 0 ? 0 : 1;

        void Quit(PosixSignalContext context)
        {
            context.Cancel = true;
            recorder.Stop();
        }
    }
}

internal sealed class ThermalZone(string path)
{
    public double Celsius => int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture) / 1000.0;
}

internal sealed class ClimateFile : IDisposable
{
    private readonly StreamWriter _writer;

    public ClimateFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _writer = new StreamWriter(path, append: true);
    }

    public void Add(DateTime at, double celsius) => _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at:O};{celsius:F2}"));

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}

internal sealed class ClimateRecorder
{
    private readonly object _gate = new();
    private readonly ClimateFile _file;
    private readonly ThermalZone _zone;
    private bool _stop;

    public ClimateRecorder(ClimateFile file, ThermalZone zone)
    {
        _file = file;
        _zone = zone;
    }

    public int Failures { get; private set; }

    public void Stop()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void Record()
    {
        var lines = 0;
        while (Waited(TimeSpan.FromSeconds(20)))
        {
            try
            {
                _file.Add(DateTime.UtcNow, _zone.Celsius);
                if (++lines % 30 == 0)
                    _file.Flush();
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or FormatException)
            {
                Failures++;
                Console.Error.WriteLine(ex.Message);
            }
        }
    }

    private bool Waited(TimeSpan time)
    {
        lock (_gate)
        {
            if (!_stop)
                Monitor.Wait(_gate, time);

            return !_stop;
        }
    }
}
