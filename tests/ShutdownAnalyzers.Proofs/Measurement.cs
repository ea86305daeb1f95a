using System.Globalization;

namespace ShutdownAnalyzers.Proofs;

/// <summary>How one process ended.</summary>
internal sealed record Measurement
{
    /// <summary>False when the process was gone before the signal was due.</summary>
    public required bool Signalled { get; init; }

    /// <summary>False when it had to be killed at the limit.</summary>
    public required bool Ended { get; init; }

    /// <summary>From the signal to the end.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Processor time from the signal to the end.</summary>
    public required TimeSpan Processor { get; init; }

    /// <summary>As a shell sees it, 128 + n for a signal; null when it had to be killed.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>What it printed, and what it left in the <c>.log</c> files of its folder.</summary>
    public required string Output { get; init; }

    /// <summary>How the conversation with the other side of the wire ended, as seen from there.</summary>
    public required string? Peer { get; init; }

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    public bool Left(string line) => Output.Split('\n').Contains(line);

    public override string ToString() => this switch
    {
        { Ended: false } => $"never: killed after {Seconds(Elapsed)}",
        { Signalled: false } => $"gone before the signal, exit {ExitCode}",
        _ => $"{Seconds(Elapsed)}, exit {ExitCode}",
    };
}
