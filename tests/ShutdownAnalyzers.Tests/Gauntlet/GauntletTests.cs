using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ShutdownAnalyzers.Tests.Gauntlet;

/// <summary>Every analyzer and every fix over odd code, broken code and look-alikes. A bug report becomes a file here.</summary>
public sealed class GauntletTests
{
    private static readonly ConcurrentDictionary<string, Task<Inspection>> Inspections = new();

    public static TheoryData<string> Cases => [.. GauntletCase.Names];

    [Theory, MemberData(nameof(Cases))]
    public async Task Case_compiles_unless_it_says_otherwise(string name)
    {
        var given = GauntletCase.Read(name);
        var compilation = await given.Open().GetCompilationAsync(TestContext.Current.CancellationToken);
        if (given.Compiles)
        {
            Expect.Nothing(Code.ErrorsOf(compilation!));
        }
        else
        {
            Assert.NotEmpty(Code.ErrorsOf(compilation!));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task No_analyzer_throws(string name) => Assert.NotNull(await InspectionOf(name));

    [Theory, MemberData(nameof(Cases))]
    public async Task Every_repair_cures_its_finding_and_makes_nothing_worse(string name)
        => Expect.Nothing(await ComplaintsAbout(GauntletCase.Read(name).Open()));

    [Theory, MemberData(nameof(Cases))]
    public async Task Fixing_all_makes_nothing_worse(string name)
    {
        var project = GauntletCase.Read(name).Open();
        var before = await InspectionOf(name);
        foreach (var finding in before.Findings.DistinctBy(static it => it.Id))
        {
            foreach (var fix in FixesOf(finding))
            {
                if (await FixAllAsync(fix, project, finding.Id, before.Findings) is { } repaired)
                {
                    Expect.Nothing((await Inspection.OfAsync(repaired)).WorseThan(before, finding));
                }
            }
        }
    }

    [Fact]
    public async Task Every_rule_is_provoked_somewhere()
    {
        var inspections = await Task.WhenAll(GauntletCase.Names.Select(InspectionOf));
        Expect.Nothing(Product.Rows.Select(static row => row.Rule.Id).Except(inspections.SelectMany(static it => it.Findings).Select(static it => it.Id)));
    }

    /// <summary>What is wrong with the repairs that are offered in this project.</summary>
    internal static async Task<IReadOnlyList<string>> ComplaintsAbout(Project project)
    {
        var complaints = new List<string>();
        var before = await Inspection.OfAsync(project);
        foreach (var finding in before.Findings.Where(static it => it.Location.IsInSource))
        {
            foreach (var action in await OffersFor(finding, project))
            {
                var worse = (await Inspection.OfAsync(await ApplyAsync(action, project))).WorseThan(before, finding);
                complaints.AddRange(worse.Select(it => $"{finding.Id} line {finding.Line()}, '{action.Title}': {it}"));
            }
        }

        return complaints;
    }

    private static Task<Inspection> InspectionOf(string name) => Inspections.GetOrAdd(name, static it => Inspection.OfAsync(GauntletCase.Read(it).Open()));

    private static IEnumerable<CodeFixProvider> FixesOf(Diagnostic finding) => Product.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(finding.Id));

    private static async Task<IReadOnlyList<CodeAction>> OffersFor(Diagnostic finding, Project project)
    {
        var actions = new List<CodeAction>();
        foreach (var fix in FixesOf(finding))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(project.GetDocument(finding.Location.SourceTree)!, finding, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        }

        return actions;
    }

    private static async Task<Project> ApplyAsync(CodeAction action, Project project)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
    }

    private static async Task<Project?> FixAllAsync(CodeFixProvider fix, Project project, string id, ImmutableArray<Diagnostic> findings)
    {
        var offers = new List<CodeAction>();
        foreach (var finding in findings.Where(it => it.Id == id))
        {
            var document = project.Documents.Single(it => it.FilePath == finding.Location.SourceTree!.FilePath);
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offers.Add(action), TestContext.Current.CancellationToken));
        }

        if (offers is not [var first, ..])
        {
            return null;
        }

        var context = new FixAllContext(project, fix, FixAllScope.Project, first.EquivalenceKey, [id], new Reported([.. findings.Where(it => it.Id == id)]), TestContext.Current.CancellationToken);
        return await fix.GetFixAllProvider()!.GetFixAsync(context) is { } all ? await ApplyAsync(all, project) : null;
    }

    /// <summary>What an editor knows when it fixes all: the findings as they were reported.</summary>
    private sealed class Reported(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
            => Task.FromResult(findings.Where(it => it.Location.SourceTree?.FilePath == document.FilePath));
    }
}
