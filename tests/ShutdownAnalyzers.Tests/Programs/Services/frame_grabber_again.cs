using System.Threading.Channels;

namespace Vision.Grabber;

public interface ICamera
{
    byte[]? Grab(int timeoutMilliseconds);
}

public sealed class FrameGrabber : BackgroundService
{
    private readonly ICamera _camera;
    private readonly ChannelWriter<byte[]> _frames;

    public FrameGrabber(ICamera camera, Channel<byte[]> frames)
    {
        _camera = camera;
        _frames = frames.Writer;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.Run(GrabLoop, stoppingToken); //! HAZARD guard SHUT111
    }

    private void GrabLoop()
    {
        while (true) //! HAZARD guard SHUT111 SHUT101
        {
            var frame = _camera.Grab(250);
            if (frame is not null && !_frames.TryWrite(frame))
                Thread.Sleep(10);
        }
    }
}
