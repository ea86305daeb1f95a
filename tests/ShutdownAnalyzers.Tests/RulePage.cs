using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ShutdownAnalyzers.Tests;

/// <summary>A C# block of a page: the heading it stands under and the line of the page it starts on.</summary>
internal sealed record CodeBlock(string Heading, int Line, string Source);

/// <summary>The page of a rule as its reader sees it: heading, table, blocks of code.</summary>
internal sealed partial class RulePage
{
    private readonly string[] lines;

    public RulePage(string id) => lines = Repository.Read("docs", "rules", id + ".md").Split('\n');

    public string Title => lines[0];

    /// <summary>The first table, column by column.</summary>
    public ImmutableDictionary<string, string> Head
    {
        get
        {
            var rows = lines.Where(static line => line.StartsWith('|')).Take(3).Select(static line => line.Trim('|', ' ').Split('|')).ToArray();
            return rows is [var names, _, var values] && names.Length == values.Length
                ? names.Zip(values).ToImmutableDictionary(static it => it.First.Trim(), static it => it.Second.Trim())
                : [];
        }
    }

    public IEnumerable<string> Headings => lines.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)).Select(static line => line[3..].Trim());

    public IEnumerable<CodeBlock> Blocks
    {
        get
        {
            var heading = "";
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].StartsWith("## ", StringComparison.Ordinal))
                {
                    heading = lines[i][3..].Trim();
                }
                else if (Fence().IsMatch(lines[i]))
                {
                    var end = Array.FindIndex(lines, i + 1, static line => line.Trim() == "```");
                    yield return new CodeBlock(heading, i + 2, string.Join('\n', lines[(i + 1)..end]) + "\n");
                    i = end;
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*```(csharp|cs|c#)\s*$")]
    private static partial Regex Fence();
}
