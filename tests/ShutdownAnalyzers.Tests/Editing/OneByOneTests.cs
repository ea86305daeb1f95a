using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class OneByOneTests
{
    private const string Calls = "static class Calls { public static int Bad(params string[] writes) => 0; public static int Good() => 1; }";
    private const string Broken = """class C { int L() => Calls.Bad("Calls.Missing()"); int M() => Calls.Bad("Calls.Good()"); }""";
    private const string Repaired = """class C { int L() => Calls.Bad("Calls.Missing()"); int M() => Calls.Good(); }""";

    [Theory]
    [InlineData(FixAllScope.Document, "BadCallCodeFix.Write", 1)]
    [InlineData(FixAllScope.Project, "BadCallCodeFix.Write", 2)]
    [InlineData(FixAllScope.Solution, "BadCallCodeFix.Write", 4)]
    [InlineData(FixAllScope.Solution, null, 4)] // the host saw no repair of the first finding: any repair is wanted
    [InlineData(FixAllScope.Solution, "BadCallCodeFix.Other", 0)]
    public async Task Every_scope_is_repaired_and_no_more(FixAllScope scope, string? key, int repaired)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        foreach (var name in new[] { "A", "B" })
        {
            var project = ProjectId.CreateNewId();
            solution = solution
                .AddProject(project, name, name, LanguageNames.CSharp)
                .AddMetadataReferences(project, Host.References)
                .WithProjectCompilationOptions(project, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
                .AddDocument(DocumentId.CreateNewId(project), "Calls.cs", Calls)
                .AddDocument(DocumentId.CreateNewId(project), "C.cs", Broken)
                .AddDocument(DocumentId.CreateNewId(project), "D.cs", Broken.Replace("class C", "class D"));
        }

        var document = solution.Projects.First().Documents.Single(it => it.Name == "C.cs");
        var context = new FixAllContext(document, new BadCallCodeFix(), scope, key!, [Rules.WaitIgnoresStopSignal.Id], new Findings(), TestContext.Current.CancellationToken);
        var action = await context.CodeFixProvider.GetFixAllProvider()!.GetFixAsync(context);
        var operations = await action!.GetOperationsAsync(context.CancellationToken);
        var texts = await Task.WhenAll(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.SelectMany(it => it.Documents).Select(it => it.GetTextAsync()));
        Assert.Equal(repaired, texts.Count(it => it.ToString().Replace("class D", "class C") == Repaired));
        Assert.Equal(4 - repaired, texts.Count(it => it.ToString().Replace("class D", "class C") == Broken));
    }

    private sealed class Findings : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => await (await project.GetCompilationAsync(cancellationToken))!.WithAnalyzers([new BadCallAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellationToken);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(it => it.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
