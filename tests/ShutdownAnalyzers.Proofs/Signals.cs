using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ShutdownAnalyzers.Proofs;

/// <summary>Signals as an orchestrator sends them.</summary>
internal static class Signals
{
    public const string Unsupported = "A proof sends signals to processes: Linux and macOS only.";

    private const int SigTerm = 15;

    public static bool Supported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Asks the process to stop. A signal that is not delivered is an error.</summary>
    public static void Terminate(System.Diagnostics.Process process)
    {
        if (Kill(process.Id, SigTerm) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"SIGTERM was not delivered to process {process.Id}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
