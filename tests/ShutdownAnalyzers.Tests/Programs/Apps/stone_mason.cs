using System.Runtime.InteropServices;

namespace Masonry.Saw;

internal sealed class Saw(TextWriter output)
{
    private readonly AutoResetEvent _block = new(initialState: true);
    private int _cuts;

    public WaitHandle Block => _block;

    public void Cut()
    {
        output.WriteLine($"cut {++_cuts}");
        if (_cuts % 10 != 0) _block.Set();
    }
}

internal static class Program
{
    private static int Main()
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);

        var saw = new Saw(Console.Out);
        WaitHandle[] handles = [stop.Token.WaitHandle, saw.Block];
        for (;;)
        {
            switch (WaitHandle.WaitAny(handles))
            {
                case 0:
                    return Cool(TimeSpan.FromSeconds(2));
                case 1:
                    saw.Cut();
                    break;
            }
        }

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static int Cool(TimeSpan time)
    {
        Thread.Sleep(time);
        return 0;
    }
}
