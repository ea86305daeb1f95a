using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Tests.Gauntlet;

/// <summary>What must not get worse when a project is repaired: its errors, its findings, its comments.</summary>
internal sealed partial class Inspection
{
    private readonly ImmutableArray<string> errors;
    private readonly ImmutableArray<string> comments;
    private readonly ImmutableDictionary<string, string> texts;

    private Inspection(ImmutableArray<Diagnostic> findings, Compilation compilation)
    {
        Findings = findings;
        errors = [.. compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => $"{found.Id} {found.GetMessage()}")];
        comments = [.. compilation.SyntaxTrees.SelectMany(CommentsOf)];
        texts = compilation.SyntaxTrees.ToImmutableDictionary(static it => it.FilePath, static it => it.ToString());
    }

    public ImmutableArray<Diagnostic> Findings { get; }

    public static async Task<Inspection> OfAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return new Inspection(await compilation.FindingsAsync(), compilation);
    }

    /// <summary>What is worse here than it was before this finding was repaired.</summary>
    public IEnumerable<string> WorseThan(Inspection before, Diagnostic repaired)
    {
        var now = Findings.ToLookup(static it => it.Id);
        foreach (var (id, count) in before.Findings.CountBy(static it => it.Id).Where(it => it.Key == repaired.Id && now[it.Key].Count() >= it.Value))
        {
            yield return $"{id} is still reported {now[id].Count()} of {count} times";
        }

        // In files that were not touched a finding may come to light: there is a signal now that was none before.
        foreach (var worse in Surplus(Findings.Where(Touched).Select(static it => it.Id), before.Findings.Where(Touched).Select(static it => it.Id)))
        {
            yield return $"{worse} is reported anew";
        }

        foreach (var error in Surplus(errors, before.errors))
        {
            yield return $"new error: {error}";
        }

        foreach (var comment in Surplus(before.comments, comments))
        {
            yield return $"lost comment: {comment}";
        }

        bool Touched(Diagnostic finding) => finding.Location.SourceTree is { } tree && texts.GetValueOrDefault(tree.FilePath) != before.texts.GetValueOrDefault(tree.FilePath);
    }

    private static IEnumerable<string> CommentsOf(SyntaxTree tree)
        => tree.GetRoot().DescendantTrivia(descendIntoTrivia: true)
            .Where(static it => it.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
            .Select(static it => Space().Replace(it.ToFullString(), " ").Trim());

    // What occurs here more often than there.
    private static IEnumerable<string> Surplus(IEnumerable<string> here, IEnumerable<string> there)
    {
        var counts = there.CountBy(static it => it).ToDictionary();
        return here.CountBy(static it => it).Where(it => it.Value > counts.GetValueOrDefault(it.Key)).Select(static it => it.Key);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
