using System.Diagnostics;
using System.Globalization;
using System.Net.Http;
using System.Net.WebSockets;

namespace ShutdownAnalyzers.Proofs;

/// <summary>Starts a compiled program, waits until it is up, tells it to stop, and measures.</summary>
internal static class Trial
{
    /// <summary>How long the host gives its services to stop: 30 s unless set, shortened here for all programs alike.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>After this a process is taken to stay for ever, and is killed.</summary>
    public static readonly TimeSpan Limit = Budget + TimeSpan.FromSeconds(6);

    /// <summary>What has to happen, but takes its time on a busy machine, may take this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    public static async Task<Measurement> RunAsync(string path, Proof proof, bool awaitsSignal, CancellationToken cancellation)
    {
        await using var server = proof.Server is { } start ? await start(cancellation) : null;
        using var program = RunningProgram.Start(path, EnvironmentWith(server));
        try
        {
            var ready = await program.Output.LineAsync(line => line.Split(' ')[0] == "ready", Patience, cancellation);
            var conversation = proof.Client?.Invoke(ready, cancellation);
            if (conversation is not null)
            {
                await BusyAsync(program, conversation, cancellation);
            }

            await Task.WhenAny(program.Ended, Task.Delay(awaitsSignal ? Settle : Limit, cancellation));
            var signalled = !program.HasEnded;
            var usedBefore = program.ProcessorTime ?? TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            if (signalled)
            {
                program.Terminate();
            }

            var used = await WatchAsync(program, watch, usedBefore);
            var (elapsed, ended) = (watch.Elapsed, program.HasEnded);
            if (!ended)
            {
                program.Kill();
            }

            await program.Ended.WaitAsync(Patience, cancellation);
            await program.Output.EndAsync(Patience, cancellation);
            return new Measurement
            {
                Signalled = signalled,
                Ended = ended,
                Elapsed = elapsed,
                Processor = used - usedBefore,
                ExitCode = ended ? program.ExitCode : null,
                Output = string.Join('\n', [program.Output.Text, .. Directory.GetFiles(Path.GetDirectoryName(path)!, "*.log").Select(File.ReadAllText)]),
                Peer = conversation is not null ? await conversation.WaitAsync(Patience, cancellation)
                    : server is not null ? await server.EndingAsync()
                    : null,
            };
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or WebSocketException)
        {
            throw new ProofException($"{e.Message}; the program printed:\n{program.Output.Text}");
        }
    }

    // The client is in the middle of something, which the program says; it must not be through with it before the signal.
    private static async Task BusyAsync(RunningProgram program, Task<string> conversation, CancellationToken cancellation)
    {
        var busy = program.Output.LineAsync(line => line == "busy", Patience, cancellation);
        if (await Task.WhenAny(busy, conversation) == conversation)
        {
            throw new ProofException($"the client was through before the signal: {await conversation}");
        }

        await busy;
    }

    private static async Task<TimeSpan> WatchAsync(RunningProgram program, Stopwatch watch, TimeSpan used)
    {
        while (!program.HasEnded && watch.Elapsed < Limit)
        {
            await Task.WhenAny(program.Ended, Task.Delay(100, CancellationToken.None));
            used = program.ProcessorTime ?? used;
        }

        return used;
    }

    private static Dictionary<string, string?> EnvironmentWith(HubServer? server) => new()
    {
        ["DOTNET_shutdownTimeoutSeconds"] = Budget.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["SERVER"] = server?.Address,
    };
}
