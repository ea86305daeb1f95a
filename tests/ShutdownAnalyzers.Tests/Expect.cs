namespace ShutdownAnalyzers.Tests;

/// <summary>Assertions whose message is the whole list, not its first fifty characters.</summary>
internal static class Expect
{
    public static void Nothing(IEnumerable<string> complaints)
    {
        var found = complaints.ToArray();
        Assert.True(found.Length == 0, string.Join('\n', found.Prepend($"{found.Length} complaints:")));
    }
}
