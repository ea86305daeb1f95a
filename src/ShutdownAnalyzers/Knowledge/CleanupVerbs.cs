namespace ShutdownAnalyzers.Knowledge;

/// <summary>What the names of methods say about their purpose.</summary>
internal static class CleanupVerbs
{
    private static readonly ImmutableArray<string> Verbs = ImmutableArray.Create(
        "Dispose", "Close", "Stop", "Flush", "Commit", "Complete", "Save", "Disconnect", "Unregister", "Deregister", "Unsubscribe", "Release", "Leave", "Shutdown",
        "Persist", "Checkpoint", "Ack", "Abandon", "Drain", "Write", "Delete", "Logout", "LogOut", "SignOff", "Goodbye", "Bye", "Quit", "Unlock", "Free", "TryComplete", "Finish", "Cleanup", "CleanUp", "TearDown", "Park");

    /// <summary>The method releases, saves, signs off or tidies up, by its name.</summary>
    public static bool Contains(IMethodSymbol method) => Contains(method.Name);

    /// <summary>A method of this name releases, saves, signs off or tidies up.</summary>
    public static bool Contains(string method) => Verbs.Any(verb => StartsWithWord(method, verb));

    // Save, SaveAsync, SaveState; not Savepoint: the next letter begins a word.
    private static bool StartsWithWord(string name, string verb)
        => name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]));
}
