using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ShutdownAnalyzers.Proofs;

/// <summary>A compiled program as a process of its own; killed when it is disposed, if it is still there.</summary>
internal sealed class RunningProgram : IDisposable
{
    // The host of the running runtime: <root>/shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", "dotnet"));

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly System.Diagnostics.Process _process;

    private RunningProgram(System.Diagnostics.Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ended.TrySetResult();
        Output = new ProcessOutput(process);
    }

    public ProcessOutput Output { get; }

    public Task Ended => _ended.Task;

    public bool HasEnded => _process.HasExited;

    /// <summary>As a shell sees it: 128 + n for a signal.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it has used until now; null when it has ended, and nobody can tell any more.</summary>
    public TimeSpan? ProcessorTime
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                return null; // The second where it goes while it is asked.
            }
        }
    }

    public static RunningProgram Start(string program, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var start = new ProcessStartInfo(DotNet)
        {
            ArgumentList = { program },
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardInput = true, // Open and silent, as a terminal that nobody types into.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var running = new RunningProgram(new System.Diagnostics.Process { StartInfo = start });
        if (!running._process.Start())
        {
            throw new ProofException("the program did not start");
        }

        running.Output.BeginRead();
        return running;
    }

    /// <summary>Asks it to stop, as an orchestrator does. A signal that is not delivered is an error.</summary>
    public void Terminate() => Signals.Terminate(_process.Id);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!HasEnded)
        {
            Kill();
        }

        _process.Dispose();
    }
}
