namespace ShutdownAnalyzers.Text;

/// <summary>
/// A function as a file shows it: a method, local function, property or constructor, the last by the name of its type. Those of
/// one name in one file count as one.
/// </summary>
internal sealed class FunctionText(string name)
{
    public string Name { get; } = name;

    /// <summary>What it names: whatever that is, it may call it.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}
