using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Tests;

/// <summary>The samples show what they say: a comment with the id stands on each line that is reported, and on no other.</summary>
public sealed class SamplesTests
{
    public static TheoryData<string> Samples
        => [.. Repository.FilesBelow("samples", "*.csproj").Select(static path => Path.GetDirectoryName(path)!)];

    [Theory, MemberData(nameof(Samples))]
    public async Task Sample_is_reported_where_it_says(string folder)
    {
        var files = Repository.FilesBelow(folder, "*.cs").ToArray();
        var compilation = Code.Compile([.. files.Select(static path => (path, Repository.Read(path)))]);
        Expect.Nothing(Code.ErrorsOf(compilation));

        var marks = files.SelectMany(static path => Repository.Read(path).Split('\n').Index().SelectMany(
            line => Regex.Matches(line.Item, @"(?<=//.*)\bSHUT\d{3}\b").Select(mark => $"{path}({line.Index + 1}): {mark.Value}")));
        var all = Repository.FilesBelow(folder, "*.csproj").Any(static it => Repository.Read(it).Contains("<ShutdownAnalysisMode>all<", StringComparison.Ordinal));
        var findings = await (all ? compilation.WithEveryRuleOn() : compilation).FindingsAsync();
        Assert.Equal(marks.Order(StringComparer.Ordinal), findings.Select(static it => $"{it.Location.SourceTree!.FilePath}({it.Line()}): {it.Id}").Order(StringComparer.Ordinal));
    }
}
