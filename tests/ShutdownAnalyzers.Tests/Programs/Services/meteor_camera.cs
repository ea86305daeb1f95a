using Microsoft.Extensions.Logging.Console;

namespace Astro.Meteors;

internal interface ICamera
{
    bool TryGrab(Span<byte> frame, int timeout);
}

internal sealed class Detector(ICamera camera, ILogger<Detector> logger) : IDisposable
{
    private readonly ManualResetEventSlim _flash = new();
    private Thread? _grabber; //! HAZARD grabber SHUT509 SHUT101
    private int _frames;

    public void Start()
    {
        _grabber = new Thread(Grab) { Name = "grabber", Priority = ThreadPriority.Highest }; //! HAZARD grabber SHUT509 SHUT101
        _grabber.Start(); //! HAZARD grabber SHUT509 SHUT101
    }

    public bool WaitForFlash(TimeSpan limit) => _flash.Wait(limit);

    public void Dispose()
    {
        logger.LogInformation("{Frames} frames seen", _frames);
        _flash.Dispose();
    }

    private void Grab() //! HAZARD grabber SHUT509 SHUT101
    {
        Span<byte> frame = stackalloc byte[1024];
        while (true) //! HAZARD grabber SHUT509 SHUT101
        {
            if (!camera.TryGrab(frame, 40))
                continue;

            _frames++;
            if (frame.Contains((byte)255))
                _flash.Set();
        }
    }
}

internal sealed class TestCamera : ICamera
{
    public bool TryGrab(Span<byte> frame, int timeout)
    {
        Thread.Sleep(timeout);
        Random.Shared.NextBytes(frame);
        return true;
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        var loggers = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.ColorBehavior = LoggerColorBehavior.Disabled)); //! HAZARD loggers SHUT603
        var logger = loggers.CreateLogger("meteors"); //! HAZARD loggers SHUT603
        using var detector = new Detector(new TestCamera(), loggers.CreateLogger<Detector>());
        detector.Start();

        var seen = detector.WaitForFlash(TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0]) : 60));
        logger.LogInformation("Meteor: {Seen}", seen);
        return seen ? 0 : 2;
    }
}
