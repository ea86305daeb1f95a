using System.Runtime.InteropServices;

namespace Party.PhotoBooth;

internal interface IFlash
{
    void Fire();
}

internal sealed class ScreenFlash : IFlash
{
    public void Fire() => Console.Write("\x1b[?5h");
}

internal static class Program
{
    private static readonly ManualResetEvent Closing = new(initialState: false);

    private static void Main()
    {
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Close);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Close);

        IFlash flash = new ScreenFlash();
        var booth = new Thread(() =>
        {
            while (!Closing.WaitOne(TimeSpan.FromSeconds(45)))
                flash.Fire();
        });

        var preview = new Thread(Preview);
        preview.IsBackground = true;
        preview.Start();

        booth.Start();
        booth.Join();
        Console.WriteLine("Booth closed");
    }

    private static void Preview()
    {
        var handles = new WaitHandle[] { Closing, new AutoResetEvent(initialState: false) };
        while (WaitHandle.WaitAny(handles, 100) != 0)
            Console.Title = DateTime.Now.ToLongTimeString();
    }

    private static void Close(PosixSignalContext context)
    {
        context.Cancel = true;
        Closing.Set();
    }
}
