namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which library code may keep its caller waiting.</summary>
internal static class Blocking
{
    // What the frameworks' members that wait are called. A name too many only makes a rule silent.
    private static readonly HashSet<string> Waits =
    [
        "Wait", "WaitAll", "WaitAny", "WaitOne", "WaitForExit", "WaitForShutdown", "WaitForConnection", "WaitForChanged", "WaitToRead", "WaitAndPulse", "SignalAndWait",
        "Run", "Sleep", "Join", "SpinUntil", "GetResult", "Result", "Invoke", "DynamicInvoke",
        "Read", "ReadKey", "ReadLine", "ReadToEnd", "ReadByte", "Accept", "AcceptSocket", "AcceptTcpClient", "Receive", "ReceiveFrom", "Poll", "Select", "GetContext",
        "Take", "TryTake", "Consume", "GetConsumingEnumerable", "Enter", "CopyTo", "Connect", "Send",
    ];

    // Those that come back only when something happens elsewhere, when they get no time-out.
    private static readonly HashSet<string> EndlessWaits =
    [
        "Wait", "WaitOne", "WaitForExit", "WaitForShutdown", "WaitForConnection", "Run", "Sleep", "Join", "ReadLine", "ReadKey",
        "AcceptSocket", "AcceptTcpClient", "Accept", "Receive", "GetContext", "Take",
    ];

    /// <summary>
    /// The member, which is not the project's, may wait. Of the frameworks we know which do; of other libraries we do not.
    /// </summary>
    public static bool MayWait(ISymbol member) => IsWait(member) || !IsFramework(member.ContainingAssembly);

    /// <summary>The member is called like one that waits for something from outside.</summary>
    public static bool IsWait(ISymbol member) => Waits.Contains(member.Name);

    /// <summary>The member is called like one that, without a time-out, waits for ever.</summary>
    public static bool IsEndlessWait(ISymbol member) => EndlessWaits.Contains(member.Name);

    private static bool IsFramework(IAssemblySymbol? assembly)
        => assembly is null || assembly.Name.StartsWith("System", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name is "mscorlib" or "netstandard";
}
