using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ShutdownAnalyzers.Tests;

/// <summary>A line where a report of one of these rules would be right: <c>//! HAZARD label SHUT101 SHUT102</c> at its end.</summary>
internal sealed record Mark(int Line, string Label, ImmutableArray<string> Ids);

/// <summary>A program as people write it, with marks on the lines where a report would be right. Without a mark it is a good program.</summary>
internal sealed partial class MarkedProgram
{
    private readonly string source;

    public MarkedProgram(string path)
    {
        Path = path;
        source = Repository.Read(path);
        Marks =
        [
            .. source.Split('\n').Index()
                .Select(static line => (line.Index, Mark: Pattern().Match(line.Item)))
                .Where(static line => line.Mark.Success)
                .Select(static line => new Mark(line.Index + 1, line.Mark.Groups["label"].Value, [.. line.Mark.Groups["id"].Captures.Select(static id => id.Value)])),
        ];
    }

    public string Path { get; }

    public ImmutableArray<Mark> Marks { get; }

    /// <summary>Lines that speak of a hazard but are no mark: a slip of the pen would make the program easier than it is.</summary>
    public IEnumerable<string> Misspelt
        => source.Split('\n').Where(static line => line.Contains("HAZARD", StringComparison.OrdinalIgnoreCase) && line.Contains("//!", StringComparison.Ordinal) && !Pattern().IsMatch(line));

    public Compilation Compile() => Code.Compile(Path, source);

    /// <summary>The marks of each hazard whose rule, named first, is in the catalogue.</summary>
    public IEnumerable<IGrouping<string, Mark>> Hazards
        => Marks.GroupBy(static mark => mark.Label).Where(static hazard => Product.Rows.Any(row => row.Rule.Id == hazard.First().Ids[0]));

    /// <summary>What is wrong with these findings: hazards nobody reported, and reports on lines without a mark.</summary>
    public IEnumerable<string> Judge(ImmutableArray<Diagnostic> findings)
    {
        var missed = Hazards
            .Where(hazard => !hazard.Any(mark => findings.Any(it => it.Line() == mark.Line && mark.Ids.Contains(it.Id))))
            .Select(static hazard => $"missed: {hazard.Key} ({string.Join(' ', hazard.SelectMany(static mark => mark.Ids).Distinct())})");

        var falseAlarms = findings
            .Where(it => Marks.All(mark => mark.Line != it.Line()))
            .Select(it => $"false alarm: line {it.Line()} {it.Id} {it.GetMessage()}");

        return missed.Concat(falseAlarms);
    }

    [GeneratedRegex(@"//! HAZARD (?<label>\S+)(?: (?<id>SHUT\d{3}))+\s*$")]
    private static partial Regex Pattern();
}
