using System.Text.RegularExpressions;

namespace ShutdownAnalyzers.Tests;

/// <summary>What a reader follows from page to page is there.</summary>
public sealed class DocsTests
{
    public static TheoryData<string> Pages => [.. Repository.FilesBelow("docs", "*.md"), "README.md", "CONTRIBUTING.md"];

    [Theory, MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(page)!;
        var links = Regex.Matches(Repository.Read(page), @"\]\((?!https?:|#)(?<path>[^)#]+)").Select(static it => it.Groups["path"].Value);
        Expect.Nothing(links.Where(link => !Path.Exists(Repository.Find(folder, link))));
    }

    [Fact]
    public void Commands_of_the_readme_name_what_exists()
        => Assert.All(Regex.Matches(Repository.Read("README.md"), @"dotnet build (?<path>samples/\S+)"), static it => Assert.True(Directory.Exists(Repository.Find(it.Groups["path"].Value))));
}
