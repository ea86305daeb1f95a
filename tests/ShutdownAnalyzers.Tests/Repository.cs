using System.Runtime.CompilerServices;

namespace ShutdownAnalyzers.Tests;

/// <summary>The files of the repository that tests read, and the parts of them that follow from the catalogue.</summary>
internal static class Repository
{
    public static string Find(params string[] path) => Path.Combine([Host.Repository, .. path]);

    public static string Read(params string[] path) => File.ReadAllText(Find(path)).ReplaceLineEndings("\n");

    public static bool Has(params string[] path) => File.Exists(Find(path));

    /// <summary>The text is what the file says; with <c>UPDATE=1</c> in the environment the file is written instead.</summary>
    public static void IsUpToDate(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable("UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Find(path))!);
            File.WriteAllText(Find(path), expected);
        }

        Assert.True(Has(path), $"{path} is missing: run the tests once with UPDATE=1");
        Assert.Equal(expected, Read(path));
    }

    /// <summary>As <see cref="IsUpToDate"/>, for what stands between the marks <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    public static void SectionIsUpToDate(string path, string name, string expected)
    {
        var (text, start, end) = (Read(path), $"<!-- {name} -->\n", $"<!-- /{name} -->");
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= start.Length && to >= from, $"{path} has no section {name}");
        IsUpToDate(path, text[..from] + expected + text[to..]);
    }

    /// <summary>The source files below a folder, without what building leaves there.</summary>
    public static IEnumerable<string> FilesBelow(string folder, string pattern)
        => !Directory.Exists(Find(folder)) ? [] : Directory.EnumerateFiles(Find(folder), pattern, SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Host.Repository, path).Replace('\\', '/'))
            .Where(static path => !path.Split('/').Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);
}
