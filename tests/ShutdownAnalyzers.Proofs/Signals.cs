using System.Runtime.InteropServices;

namespace ShutdownAnalyzers.Proofs;

/// <summary>Signals to processes.</summary>
internal static class Signals
{
    public const string Unsupported = "A proof sends signals to processes: Linux and macOS only.";

    private const int SigTerm = 15;

    public static bool Supported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Sends SIGTERM. A signal that is not delivered is an error.</summary>
    public static void Terminate(int process)
    {
        if (Kill(process, SigTerm) != 0)
        {
            throw new ProofException($"SIGTERM was not delivered to process {process}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
