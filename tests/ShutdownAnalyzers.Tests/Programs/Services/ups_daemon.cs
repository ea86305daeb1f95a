using System.Runtime.InteropServices;

namespace Power.Ups;

internal sealed class Signals
{
    private static readonly List<PosixSignalRegistration> Kept = [];

    public static void On(Action<PosixSignal> action, params PosixSignal[] signals)
    {
        foreach (var signal in signals)
        {
            Kept.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                action(context.Signal);
            }));
        }
    }
}

internal static class Program
{
    private static readonly ManualResetEventSlim Ended = new();

    private static int Main(string[] args)
    {
        var received = (PosixSignal?)null;
        Signals.On(
            signal =>
            {
                received = signal;
                Ended.Set();
            },
            PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT);

        var battery = args.Length > 0 ? args[0] : "/sys/class/power_supply/BAT0/capacity";
        var low = 0;
        while (!Ended.Wait(TimeSpan.FromSeconds(15)))
        {
            low = ReadPercent(battery) < 15 ? low + 1 : 0;
            if (low == 4)
            {
                Console.WriteLine("battery low, leaving");
                return 3;
            }
        }

        Console.WriteLine($"ended by {received}");
        return 0;
    }

    private static int ReadPercent(string file)
    {
        try
        {
            return int.Parse(File.ReadAllText(file));
        }
        catch (Exception ex) when (ex is IOException or FormatException)
        {
            return 100;
        }
    }
}
