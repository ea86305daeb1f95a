using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

/// <summary>
/// One way to test an edit without a rule: the marked node is the finding, the edit is done and cleaned up as for the user,
/// and the result, which must compile, is compared. Further files begin with <c>//-- Name.cs</c>.
/// </summary>
internal static class Draft
{
    private static readonly Lazy<Project> Empty = new(() =>
    {
        var workspace = new AdhocWorkspace();
        return workspace.AddProject("Draft", LanguageNames.CSharp)
            .WithMetadataReferences(Host.References)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true))
            .AddDocument("Usings.cs", Host.Usings).Project;
    });

    /// <summary>The edit, made at the first marked node, turns the source into the expected one; it compiles.</summary>
    public static async Task Becomes(string source, string expected, Func<Finding, SolutionEditor, Task> edit)
    {
        var actual = await Edited(source, edit);
        Assert.Equal(expected, actual.Text);
        Assert.Empty(actual.Errors);
    }

    /// <summary>As above, for an edit of the finding's document.</summary>
    public static Task Becomes(string source, string expected, Action<Finding, DocumentEditor> edit)
        => Becomes(source, expected, async (finding, editor) => edit(finding, await editor.GetDocumentEditorAsync(finding.Document.Id)));

    public static async Task<(string Text, string[] Errors)> Edited(string source, Func<Finding, SolutionEditor, Task> edit)
    {
        var (finding, documents) = await Of(source);
        var editor = new SolutionEditor(finding.Solution);
        await edit(finding, editor);

        var solution = await CleanUp.OfAsync(finding.Solution, editor.GetChangedSolution(), finding.Cancellation);
        var texts = new List<string>();
        foreach (var id in documents)
        {
            var document = solution.GetDocument(id)!;
            texts.Add((texts.Count == 0 ? "" : $"//-- {document.Name}\n") + await document.GetTextAsync(finding.Cancellation));
        }

        var compilation = await solution.GetProject(finding.Document.Project.Id)!.GetCompilationAsync(finding.Cancellation);
        var errors = compilation!.GetDiagnostics(finding.Cancellation).Where(it => it.Severity == DiagnosticSeverity.Error).Select(it => it.ToString());
        return (string.Concat(texts), [.. errors]);
    }

    /// <summary>The finding at the mark <c>[|...|]</c>, and the documents of the source in order.</summary>
    public static async Task<(Finding Finding, IReadOnlyList<DocumentId> Documents)> Of(string source)
    {
        var files = System.Text.RegularExpressions.Regex.Split(source, @"^//-- (.+)\r?\n", System.Text.RegularExpressions.RegexOptions.Multiline);
        var project = Empty.Value;
        var documents = new List<DocumentId>();
        DocumentId? marked = null;
        TextSpan span = default;
        for (var i = 0; i < files.Length; i += 2)
        {
            var text = files[i];
            var start = text.IndexOf("[|", StringComparison.Ordinal);
            var end = text.IndexOf("|]", StringComparison.Ordinal);
            var document = project.AddDocument(i == 0 ? "Test0.cs" : files[i - 1].Trim(), text.Replace("[|", "").Replace("|]", ""));
            (project, documents) = (document.Project, [.. documents, document.Id]);
            if (start >= 0)
            {
                (marked, span) = (document.Id, TextSpan.FromBounds(start, end - 2));
            }
        }

        if ((await project.GetCompilationAsync())!.SyntaxTrees.Any(it => it.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement))))
        {
            project = project.WithCompilationOptions(project.CompilationOptions!.WithOutputKind(OutputKind.ConsoleApplication));
        }

        var place = project.GetDocument(marked ?? documents[0])!;
        var tree = await place.GetSyntaxTreeAsync();
        var diagnostic = Diagnostic.Create(Rules.LoopIgnoresStopSignal, Location.Create(tree!, span), "x", "y");
        var finding = await Finding.InAsync(place, diagnostic, TestContext.Current.CancellationToken);
        return (finding!, documents);
    }
}
