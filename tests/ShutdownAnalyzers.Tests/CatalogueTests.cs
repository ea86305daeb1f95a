using System.Composition;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Tests;

/// <summary>What holds for every rule, so that no rule has to remember it.</summary>
public sealed class CatalogueTests
{
    private static readonly HashSet<string> Headings = ["What happens at shutdown", "Flagged", "Fixed", "Not flagged", "When to switch it off", "Neighbours"];

    public static TheoryData<string> Ids => [.. Product.Rows.Select(static row => row.Rule.Id).Distinct()];

    public static TheoryData<Type> Fixes => [.. Product.Fixes.Select(static fix => fix.GetType())];

    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        var ids = Product.Rows.Select(static row => row.Rule.Id).ToArray();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Row_is_reported_by_one_analyzer_of_its_name_in_the_folder_of_its_category(string id)
    {
        var row = Product.Row(id);
        var type = Assert.Single(Product.AnalyzersOf(id)).GetType();

        Assert.Equal($"ShutdownAnalyzers.{row.Rule.Category}.{row.Hazard}Analyzer", type.FullName);
        Assert.Equal(LanguageNames.CSharp, Assert.Single(type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages));
        Assert.True(Repository.Has("src", "ShutdownAnalyzers", row.Rule.Category, type.Name + ".cs"));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Row_has_tests_of_its_name(string id)
        => Assert.True(Repository.Has("tests", "ShutdownAnalyzers.Tests", Product.Row(id).Rule.Category, Product.Row(id).Hazard + "Tests.cs"));

    [Theory, MemberData(nameof(Ids))]
    public void Row_has_a_page_that_says_what_the_code_says(string id)
    {
        var (row, page) = (Product.Row(id), new RulePage(id));

        Assert.Equal(Rules.Pages + id + ".md", row.Rule.HelpLinkUri);
        Assert.Equal($"# {id}: {row.Rule.Title}", page.Title);
        Assert.Equal(row.Rule.Category, page.Head.GetValueOrDefault("Category"));
        Assert.Equal(row.Rule.DefaultSeverity.ToString(), page.Head.GetValueOrDefault("Severity"));
        Assert.Equal(row.Rule.IsEnabledByDefault ? "yes" : "no", page.Head.GetValueOrDefault("Enabled"));
        Assert.Equal(row.HasFix ? "yes" : "no", page.Head.GetValueOrDefault("Fix"));
        Assert.Subset(page.Headings.ToHashSet(), Headings);
        Assert.True(row.HasFix || page.Headings.Contains("Why there is no fix"), "A missing fix needs a written reason");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Row_stands_in_the_release_notes_under_its_name(string id)
    {
        var row = Product.Row(id);
        var severity = row.Rule.IsEnabledByDefault ? row.Rule.DefaultSeverity.ToString() : "Disabled";
        var notes = Repository.Read("src", "ShutdownAnalyzers", "AnalyzerReleases.Shipped.md") + Repository.Read("src", "ShutdownAnalyzers", "AnalyzerReleases.Unshipped.md");

        Assert.Contains($"\n{id} | {row.Rule.Category} | {severity} | {row.Hazard}, [page](../../docs/rules/{id}.md)\n", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_and_every_analyzer_belongs_to_a_row()
    {
        var ids = Product.Rows.Select(static row => row.Rule.Id).ToHashSet();
        Assert.Subset(ids, Product.Analyzers.SelectMany(static it => it.SupportedDiagnostics).Select(static rule => rule.Id).ToHashSet());
        Assert.Subset(ids, Repository.FilesBelow("docs/rules", "SHUT*.md").Select(static path => Path.GetFileNameWithoutExtension(path)).ToHashSet());
    }

    [Theory, MemberData(nameof(Fixes))]
    public void Fix_is_exported_under_its_name_shared_and_fixes_all(Type type)
    {
        var fix = Product.Fixes.Single(it => it.GetType() == type);

        Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()?.Name);
        Assert.NotNull(type.GetCustomAttribute<SharedAttribute>());
        Assert.NotNull(fix.GetFixAllProvider());
        Assert.Contains(Product.Rows, row => fix.FixableDiagnosticIds.Contains(row.Rule.Id) && type.FullName == $"ShutdownAnalyzers.{row.Rule.Category}.{row.Hazard}CodeFix");
        Assert.Subset(Product.Rows.Select(static row => row.Rule.Id).ToHashSet(), fix.FixableDiagnosticIds.ToHashSet());
    }

    [Fact]
    public void Analyzers_load_where_there_is_no_workspace_layer()
        => Assert.DoesNotContain(typeof(ShutdownAnalyzer).Assembly.GetReferencedAssemblies(), static it => it.Name!.Contains("Workspaces", StringComparison.Ordinal));

    [Fact]
    public void Readme_lists_the_catalogue()
        => Repository.SectionIsUpToDate("README.md", "rules",
            "\n| Rule | Title | Severity | Fix |\n| --- | --- | --- | --- |\n"
            + string.Concat(Product.Rows.Select(static row => $"| [{row.Rule.Id}](docs/rules/{row.Rule.Id}.md) | {row.Rule.Title} | {Severity(row.Rule)} | {(row.HasFix ? "yes" : "")} |\n"))
            + "\n");

    [Fact]
    public void Preset_none_silences_every_rule()
        => Preset("none", "Every rule is silent.", Product.Rows, static _ => "none");

    // A rule that is on keeps its own severity: some report the milder cases as suggestions, and a line here would lift those too.
    [Fact]
    public void Preset_all_switches_on_what_is_off_by_default()
        => Preset("all", "The rules that are off by default are on too.", Product.Rows.Where(static row => !row.Rule.IsEnabledByDefault), static row => Name(row.Rule.DefaultSeverity));

    [Fact]
    public void Preset_strict_makes_warnings_errors_and_suggestions_warnings()
        => Preset("strict", "Warnings are errors, suggestions are warnings.", Product.Rows.Where(static row => row.Rule.IsEnabledByDefault),
            static row => Name(row.Rule.DefaultSeverity + 1));

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on()
    {
        string[] strangers = ["/wo" + "rk/", "../" + "shared"];
        var files = new[] { "src", "docs", "samples", "tests" }.SelectMany(static folder => Repository.FilesBelow(folder, "*")).Where(static path => !path.EndsWith(".png", StringComparison.Ordinal));
        Assert.All(files, path => Assert.All(strangers, it => Assert.DoesNotContain(it, Repository.Read(path), StringComparison.Ordinal)));
    }

    private static void Preset(string name, string says, IEnumerable<Row> rows, Func<Row, string> severity)
        => Repository.IsUpToDate($"src/ShutdownAnalyzers.Package/buildTransitive/{name}.globalconfig",
            $"# ShutdownAnalysisMode = {name}. {says}\n# Written by CatalogueTests from the catalogue.\n"
            + "is_global = true\nglobal_level = -100\n\n"
            + string.Concat(rows.Select(row => $"dotnet_diagnostic.{row.Rule.Id}.severity = {severity(row)}\n")));

    private static string Severity(DiagnosticDescriptor rule) => rule.IsEnabledByDefault ? Name(rule.DefaultSeverity) : "off";

    private static string Name(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "suggestion",
    };
}
