using System.Globalization;
using System.Text.RegularExpressions;

namespace ShutdownAnalyzers.Proofs;

/// <summary>One thing that must be measured; where time and exit code do not say it, also how to say what was measured.</summary>
internal sealed record Expectation(string Claim, Func<Measurement, bool> Holds, Func<Measurement, string>? Detail = null)
{
    // The margins are wide on purpose: a stop that needs no waiting takes a few hundredths of a second, so half the budget
    // tells it from one that waits, on a busy machine too.

    /// <summary>Nothing held it: the process was gone long before the budget had passed.</summary>
    public static readonly Expectation GoneAtOnce = new("gone within half the budget", it => it.Ended && it.Elapsed < Trial.Budget / 2);

    /// <summary>The process lived on until the host gave up waiting.</summary>
    public static readonly Expectation HeldForBudget = new("held for the whole budget", it => it.Ended && it.Elapsed > Trial.Budget * 0.9);

    /// <summary>The budget bounds nothing: the process was still there long after it.</summary>
    public static readonly Expectation HeldBeyondBudget = new("held far beyond the budget", it => it.Ended && it.Elapsed > Trial.Budget * 1.5);

    /// <summary>The host gave up waiting when the budget ended, and the process with it.</summary>
    public static readonly Expectation BoundByBudget = new("gone when the budget ends", it => it.Ended && it.Elapsed < Trial.Budget * 1.5);

    /// <summary>Only a kill ends it.</summary>
    public static readonly Expectation NeverExits = new("alive until it is killed", it => !it.Ended);

    /// <summary>The process took what it could get of a processor; one that waits takes next to nothing.</summary>
    public static readonly Expectation BurnsProcessor = new(
        "burns a processor", it => it.Processor > Trial.Budget / 15, it => $"{Measurement.Seconds(it.Processor)} of processor time");

    /// <summary>The program ended although nobody had told it to.</summary>
    public static readonly Expectation GoneWithoutSignal = new("gone before the signal", it => it.Ended && !it.Signalled);

    /// <summary>The host and what runs in it have nothing to complain of.</summary>
    public static readonly Expectation LogsNoError = new("logs no error", it => !it.Output.Split('\n').Any(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)));

    /// <summary>What a service owes to those who stop it.</summary>
    public static readonly IReadOnlyList<Expectation> EndsWell = [GoneAtOnce, ExitsWith(0), LogsNoError];

    /// <summary>The exit code as a shell sees it.</summary>
    public static Expectation ExitsWith(int code) => new($"exit code {code}", it => it.ExitCode == code);

    /// <summary>The line is in the program's output or in a file that it left.</summary>
    public static Expectation Leaves(string line) => new($"leaves '{line}'", it => it.Left(line), it => Line(it, line));

    /// <summary>The line is lost.</summary>
    public static Expectation Loses(string line) => new($"loses '{line}'", it => !it.Left(line), it => Line(it, line));

    /// <summary>How the program's client saw the conversation end.</summary>
    public static Expectation ClientSees(string ending) => new($"client: {ending}", it => it.Peer == ending, it => $"client: {it.Peer}");

    /// <summary>How the program's server saw it go.</summary>
    public static Expectation ServerSees(string ending) => new($"server: {ending}", it => it.Peer == ending, it => $"server: {it.Peer}");

    /// <summary>The program prints a line such as <c>kept 12 MiB</c>.</summary>
    public static Expectation Counts(string name, string unit, Func<int, bool> holds, string claim) => new(
        $"{name} {claim} {unit}",
        it => Count(it, name) is { } count && holds(count),
        it => Count(it, name) is { } count ? $"{name} {count} {unit}" : $"no '{name}'");

    private static string Line(Measurement it, string line) => it.Left(line) ? $"'{line}'" : $"never '{line}'";

    private static int? Count(Measurement it, string name)
        => Regex.Match(it.Output, $@"^{Regex.Escape(name)} (\d+)", RegexOptions.Multiline) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;
}
