namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which library code may keep its caller waiting.</summary>
internal static class Blocking
{
    // What the frameworks' members that wait are called. A name too many only makes a rule silent.
    private static readonly ImmutableHashSet<string> Waits = ImmutableHashSet.Create(
        "Wait", "WaitAll", "WaitAny", "WaitOne", "WaitForExit", "WaitForShutdown", "WaitForConnection", "WaitForChanged", "WaitToRead", "WaitAndPulse", "SignalAndWait",
        "Run", "Sleep", "Join", "SpinUntil", "GetResult", "Result", "Invoke", "DynamicInvoke",
        "Read", "ReadKey", "ReadLine", "ReadToEnd", "ReadByte", "Accept", "AcceptSocket", "AcceptTcpClient", "Receive", "ReceiveFrom", "Poll", "Select", "GetContext",
        "Take", "TryTake", "Consume", "GetConsumingEnumerable", "Enter", "CopyTo", "Connect", "Send");

    /// <summary>
    /// The member, which is not the project's, may wait. Of the frameworks we know which do; of other libraries we do not.
    /// </summary>
    public static bool MayWait(ISymbol member)
        => Waits.Contains(member.Name) || !IsFramework(member.ContainingAssembly);

    private static bool IsFramework(IAssemblySymbol? assembly)
        => assembly is null || assembly.Name.StartsWith("System", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name is "mscorlib" or "netstandard";
}
