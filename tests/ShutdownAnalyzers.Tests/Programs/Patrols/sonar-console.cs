using System.Globalization;
using System.Runtime.InteropServices;

var path = args.Length > 0 ? args[0] : "sonar.log";

using var stop = new ManualResetEventSlim();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Halt);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Halt);

using (var recorder = new SonarRecorder(path, TimeSpan.FromMilliseconds(250)))
{
    recorder.Start();
    Console.WriteLine($"Recording soundings to {path}");
    stop.Wait();
    recorder.Stop();
    Console.WriteLine($"{recorder.Written} soundings recorded");
}

return 0;

void Halt(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Set();
}

internal readonly record struct Sounding(DateTime At, double Metres);

internal sealed class SonarRecorder : IDisposable
{
    private readonly StreamWriter _file;
    private readonly TimeSpan _every;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _halt;
    private int _written;
    private bool _started;

    public SonarRecorder(string path, TimeSpan every)
    {
        _file = new StreamWriter(path, append: true);
        _every = every;
        _thread = new Thread(Record) { Name = "sonar" };
    }

    public int Written => Volatile.Read(ref _written);

    public void Start()
    {
        _started = true;
        _thread.Start();
    }

    public void Stop()
    {
        _halt = true;
        _wake.Set();
        if (_started)
            _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _wake.Dispose();
        _file.Dispose();
    }

    private void Record()
    {
        while (!_halt)
        {
            try
            {
                var sounding = Ping();
                _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sounding.At:O};{sounding.Metres:F2}"));
                _written++;
            }
            catch (IOException ex)
            {
                Console.Error.WriteLine($"Sounding lost: {ex.Message}");
            }

            _wake.WaitOne(_every);
        }
    }

    private static Sounding Ping()
    {
        var now = DateTime.UtcNow;
        return new Sounding(now, 40 + 12 * Math.Sin(now.TimeOfDay.TotalSeconds / 90));
    }
}
