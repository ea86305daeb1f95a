using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ShutdownAnalyzers.Proofs;

/// <summary>Starts a compiled program, waits until it is up, tells it to stop, and measures.</summary>
internal static class Trial
{
    /// <summary>How long the host gives its services to stop: 30 s unless set, shortened here for all programs alike.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>After this a process is taken to stay for ever, and is killed.</summary>
    public static readonly TimeSpan Limit = Budget + TimeSpan.FromSeconds(6);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    public static async Task<Measurement> RunAsync(string program, Proof proof, bool awaitsSignal, CancellationToken cancellation)
    {
        await using var server = proof.Server is { } start ? await start(cancellation) : null;
        using var process = new System.Diagnostics.Process { StartInfo = StartInfo(program), EnableRaisingEvents = true };
        process.StartInfo.Environment["SERVER"] = server?.Address;
        var output = new ProcessOutput(process);
        if (!process.Start())
        {
            throw new ProofException("the program did not start");
        }

        try
        {
            output.BeginRead();
            var ready = await output.LineAsync(line => line.Split(' ')[0] == "ready", StartLimit, cancellation);
            var conversation = proof.Client?.Invoke(ready, cancellation);
            if (conversation is not null)
            {
                await output.LineAsync(line => line == "busy", StartLimit, cancellation);
            }

            var ended = process.WaitForExitAsync(cancellation);
            await Task.WhenAny(ended, Task.Delay(awaitsSignal ? Settle : Limit, cancellation));
            var signalled = !process.HasExited;
            var processorBefore = ProcessorTime(process) ?? TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            if (signalled)
            {
                Signals.Terminate(process);
            }

            var processor = await WatchAsync(process, ended, watch, processorBefore);
            var elapsed = watch.Elapsed;
            var killed = !ended.IsCompleted;
            if (killed)
            {
                process.Kill(entireProcessTree: true);
            }

            await ended.WaitAsync(StartLimit, cancellation);
            await output.EndAsync(StartLimit, cancellation);
            return new Measurement
            {
                Signalled = signalled,
                Ended = !killed,
                Elapsed = elapsed,
                Processor = processor - processorBefore,
                ExitCode = killed ? null : process.ExitCode,
                Output = string.Join('\n', [output.Text, .. Directory.GetFiles(Path.GetDirectoryName(program)!, "*.log").Select(File.ReadAllText)]),
                Peer = conversation is not null ? await conversation.WaitAsync(StartLimit, cancellation)
                    : server is not null ? await server.EndingAsync()
                    : null,
            };
        }
        catch (TimeoutException e)
        {
            throw new ProofException($"{e.Message}; the program printed:\n{output.Text}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<TimeSpan> WatchAsync(System.Diagnostics.Process process, Task ended, Stopwatch watch, TimeSpan processor)
    {
        while (!ended.IsCompleted && watch.Elapsed < Limit)
        {
            await Task.WhenAny(ended, Task.Delay(100, CancellationToken.None));
            processor = ProcessorTime(process) ?? processor;
        }

        return processor;
    }

    private static TimeSpan? ProcessorTime(System.Diagnostics.Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null; // It has ended: the last sample stands.
        }
    }

    private static ProcessStartInfo StartInfo(string program) => new(DotNet)
    {
        ArgumentList = { program },
        WorkingDirectory = Path.GetDirectoryName(program)!,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["DOTNET_shutdownTimeoutSeconds"] = Budget.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        },
    };

    // The host of the running runtime: <root>/shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", "dotnet"));
}
