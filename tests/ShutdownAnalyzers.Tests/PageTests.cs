using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ShutdownAnalyzers.Tests;

/// <summary>Pages cannot lie: their code compiles, and the rule says about it what the page says.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Pages
        => [.. Repository.FilesBelow("docs/rules", "SHUT*.md").Select(static path => Path.GetFileNameWithoutExtension(path))];

    [Theory, MemberData(nameof(Pages))]
    public void Code_of_a_page_compiles(string id)
        => Assert.All(BlocksOf(id), static block => Expect.Nothing(Code.ErrorsOf(Compile(block))));

    [Theory, MemberData(nameof(Pages))]
    public async Task What_a_page_flags_is_reported_on_the_lines_it_says(string id)
    {
        var blocks = BlocksOf(id).Where(static block => block.Heading == "Flagged").ToArray();
        Assert.NotEmpty(blocks);

        foreach (var block in blocks)
        {
            var marked = block.Source.Split('\n').Index().Where(line => Regex.IsMatch(line.Item, $@"// .*\b{id}\b")).Select(line => block.Line + line.Index);
            Assert.NotEmpty(marked);
            Assert.Equal(marked, await ReportedLines(block, id));
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task What_a_page_shows_as_good_is_silent(string id)
    {
        foreach (var block in BlocksOf(id).Where(static block => block.Heading is "Fixed" or "Not flagged"))
        {
            Assert.Empty(await ReportedLines(block, id));
        }
    }

    private static async Task<IEnumerable<int>> ReportedLines(CodeBlock block, string id)
    {
        var findings = await Compile(block).WithEveryRuleOn().FindingsAsync(Product.AnalyzersOf(id));
        return findings.Where(it => it.Id == id).Select(it => block.Line + it.Line() - 1).Distinct().Order();
    }

    private static IEnumerable<CodeBlock> BlocksOf(string id) => new RulePage(id).Blocks.Where(static block => Code.CompilerReads(block.Source));

    private static Compilation Compile(CodeBlock block) => Code.Compile("Page.cs", block.Source);
}
