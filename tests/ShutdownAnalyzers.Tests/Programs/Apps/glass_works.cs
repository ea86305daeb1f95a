using System.Runtime.InteropServices;
using NLog;
using NLog.Config;
using NLog.Targets;
using NLog.Targets.Wrappers;

namespace Glass.Works;

internal static class Program
{
    private static readonly TaskCompletionSource Ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task Main()
    {
        var logger = SetUp(); //! HAZARD nlog SHUT603
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

        var batch = 0;
        while (!Ended.Task.IsCompleted)
        {
            logger.Info("Batch {Batch} melted", ++batch);
            await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(20)), Ended.Task);
        }

        logger.Info("Furnace idles after {Batch} batches", batch);
    }

    private static Logger SetUp() //! HAZARD nlog SHUT603
    {
        var file = new FileTarget("file") { FileName = "glass.log" };
        var configuration = new LoggingConfiguration();
        configuration.AddRuleForAllLevels(new AsyncTargetWrapper(file, 10_000, AsyncTargetWrapperOverflowAction.Grow) { TimeToSleepBetweenBatches = 5000 });

        LogManager.AutoShutdown = false; //! HAZARD nlog SHUT603
        LogManager.Configuration = configuration; //! HAZARD nlog SHUT603
        return LogManager.GetCurrentClassLogger(); //! HAZARD nlog SHUT603
    }

    private static void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Ended.TrySetResult();
    }
}
