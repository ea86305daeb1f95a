using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Tests.Gauntlet;

/// <summary>Code as it is while somebody types: every text of this folder, of the programs and of the pages with tokens missing.</summary>
public sealed class BrokenCodeTests
{
    private const int Batches = 12;
    private const int MutantsPerBatch = 20;
    private const int RepairedPerBatch = 2;

    private static readonly string[] Texts =
    [
        .. Repository.FilesBelow("tests/ShutdownAnalyzers.Tests/Gauntlet", "*.cs.txt").Select(static path => Repository.Read(path)),
        .. Repository.FilesBelow("tests/ShutdownAnalyzers.Tests/Programs", "*.cs").Select(static path => Repository.Read(path)),
        .. Repository.FilesBelow("docs/rules", "SHUT*.md").SelectMany(static path => new RulePage(Path.GetFileNameWithoutExtension(path)).Blocks).Select(static block => block.Source),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Batches)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task No_analyzer_throws_and_no_repair_makes_it_worse(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < MutantsPerBatch; i++)
        {
            var broken = WithoutSomeTokens(Texts[random.Next(Texts.Length)], random);
            if (i < RepairedPerBatch)
            {
                Expect.Nothing(await GauntletTests.ComplaintsAbout(GauntletCase.Open("Broken", broken)));
            }
            else
            {
                await Code.Compile("Broken.cs", broken).WithEveryRuleOn().FindingsAsync();
            }
        }
    }

    private static string WithoutSomeTokens(string text, Random random)
    {
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            var tokens = CSharpSyntaxTree.ParseText(text, Code.Parsing).GetRoot().DescendantTokens().Where(static it => it.Span.Length > 0).ToArray();
            if (tokens.Length == 0)
            {
                break;
            }

            var token = tokens[random.Next(tokens.Length)];
            text = text.Remove(token.SpanStart, token.Span.Length);
        }

        return text;
    }
}
