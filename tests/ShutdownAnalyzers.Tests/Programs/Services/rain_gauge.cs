using System.Globalization;
using System.Runtime.InteropServices;

var stop = 0;
using var wake = new AutoResetEvent(false);
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);

var gauge = new Gauge(args.FirstOrDefault() ?? "/sys/bus/iio/devices/iio:device0/in_count_raw");
using var journal = new Journal("rain.csv");

while (Volatile.Read(ref stop) == 0)
{
    if (gauge.Read() is { } millimetres)
        journal.Add(DateTimeOffset.Now, millimetres);

    wake.WaitOne(TimeSpan.FromMinutes(1));
}

journal.Add(DateTimeOffset.Now, 0);
return 0;

void Leave(PosixSignalContext context)
{
    context.Cancel = true;
    Interlocked.Exchange(ref stop, 1);
    wake.Set();
}

internal sealed class Gauge(string file)
{
    private long? _last;

    public double? Read()
    {
        if (!File.Exists(file) || !long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var count)) return null;
        var tips = _last is { } last && count >= last ? count - last : 0;
        _last = count;
        return tips * 0.2;
    }
}

internal sealed class Journal(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);
    private double _sum;

    public void Add(DateTimeOffset at, double millimetres)
    {
        _sum += millimetres;
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at:O},{millimetres:0.0},{_sum:0.0}"));
        if (millimetres > 0) _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();
}
