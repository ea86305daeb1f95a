using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Tests;

/// <summary>Compiles code as a project of the web SDK would, and runs the product over it.</summary>
internal static class Code
{
    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    public static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    // Every compilation is derived from this one: so the references are read once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Code", [CSharpSyntaxTree.ParseText(Host.Usings, Parsing, path: "Usings.cs")], Host.References, Options);

    /// <summary>Whether these tests run on the newest compiler, not on the oldest one we promise to load in.</summary>
    public static bool IsNewestCompiler => typeof(CSharpCompilation).Assembly.GetName().Version >= new Version(5, 0);

    /// <summary>Whether the compiler these tests run on knows the language of this code.</summary>
    public static bool CompilerReads(string source)
        => IsNewestCompiler || !CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp13)).GetDiagnostics().Any(static it => it.Severity == DiagnosticSeverity.Error);

    public static CSharpCompilation Compile(string path, string source) => Compile((path, source));

    public static CSharpCompilation Compile(params (string Path, string Source)[] files)
    {
        var trees = files.Select(static file => CSharpSyntaxTree.ParseText(file.Source, Parsing, file.Path)).ToArray();
        var kind = trees.Any(static tree => KindOf(tree.GetRoot()) == OutputKind.ConsoleApplication) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return Empty.AddSyntaxTrees(trees).WithOptions(Options.WithOutputKind(kind));
    }

    /// <summary>A program where there is an entry point, else a library.</summary>
    public static OutputKind KindOf(SyntaxNode root)
        => root.DescendantNodes().Any(static node => node is GlobalStatementSyntax or MethodDeclarationSyntax { Identifier.Text: "Main" })
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;

    public static ImmutableArray<string> ErrorsOf(Compilation compilation)
        => [.. compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => found.ToString())];

    /// <summary>The same, with the rules reported that are off by default.</summary>
    public static Compilation WithEveryRuleOn(this Compilation compilation) => compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithEveryRuleOn());

    /// <inheritdoc cref="WithEveryRuleOn(Compilation)"/>
    public static CSharpCompilationOptions WithEveryRuleOn(this CSharpCompilationOptions options)
        => options.WithSpecificDiagnosticOptions(
            Product.Rows.Where(static row => !row.Rule.IsEnabledByDefault).ToDictionary(static row => row.Rule.Id, static _ => ReportDiagnostic.Warn));

    public static Task<ImmutableArray<Diagnostic>> FindingsAsync(this Compilation compilation) => compilation.FindingsAsync(Product.Analyzers);

    /// <summary>What these analyzers report; an analyzer that throws fails the test.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindingsAsync(this Compilation compilation, IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        if (analyzers.ToImmutableArray() is not { IsEmpty: false } chosen)
        {
            return [];
        }

        var findings = await compilation.WithAnalyzers(chosen).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Expect.Nothing(findings.Where(static it => it.Id == "AD0001").Select(static it => it.Descriptor.Description.ToString()));
        return findings;
    }

    /// <summary>The line of a finding, counted from one.</summary>
    public static int Line(this Diagnostic finding) => finding.Location.GetLineSpan().StartLinePosition.Line + 1;
}
