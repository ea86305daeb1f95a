using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ShutdownAnalyzers.Tests;

/// <summary>
/// The one way to write a case. Findings are marked <c>[|...|]</c> (or <c>{|SHUT101:...|}</c>); what a fix leaves flagged stays
/// marked in the fixed code. Besides the marks the code must compile without a warning, before and after. A line
/// <c>//-- Name.cs</c> begins another file of the same project, <c>//-- .editorconfig</c> its configuration.
/// </summary>
internal static class Check<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    // Unused locals, unawaited calls and hidden members are what the code under test is about, not a mistake in the case.
    private static readonly string[] Tolerated =
        ["CS0162", "CS0168", "CS0169", "CS0219", "CS0414", "CS0649", "CS1591", "CS1998", "CS4014", "CS8321", "CS9113", "CS0067", "CS8019", "CS1701", "CS1702"];

    /// <summary>Reported where marked, and no fix is offered; without a mark: silent.</summary>
    public static Task Reports(string source)
        => source.Contains("[|", StringComparison.Ordinal) || source.Contains("{|", StringComparison.Ordinal)
            ? new Test(source, source) { CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck }.RunAsync(TestContext.Current.CancellationToken)
            : Silent(source);

    /// <summary>Reported where marked; what is repaired is another case's affair.</summary>
    public static async Task Finds(string source)
    {
        var parts = Regex.Split(source, @"\[\||\|\]");
        var starts = parts.Index().Where(static it => it.Index % 2 == 1).Select(it => parts.Take(it.Index).Sum(static part => part.Length));
        var compilation = Code.Compile("Test.cs", string.Concat(parts)).WithEveryRuleOn();
        Expect.Nothing(Code.ErrorsOf(compilation));
        Assert.Equal(starts, (await compilation.FindingsAsync([new TAnalyzer()])).Select(static it => it.Location.SourceSpan.Start).Order());
    }

    /// <summary>Nothing is reported.</summary>
    public static async Task Silent(string source)
    {
        Assert.DoesNotContain("[|", source, StringComparison.Ordinal);
        Assert.SkipUnless(Files(source).All(static file => Code.CompilerReads(file.Text)), TooOld);

        var compilation = Code.Compile([.. Files(source)]).WithEveryRuleOn();
        Expect.Nothing(compilation.GetDiagnostics().Where(static it => it.Severity >= DiagnosticSeverity.Warning && !Tolerated.Contains(it.Id)).Select(static it => it.ToString()));
        Expect.Nothing((await compilation.FindingsAsync([new TAnalyzer()])).Select(static it => it.ToString()));
    }

    /// <summary>Reported where marked, and the first action offered (or the one with this index) turns the code into the other.</summary>
    public static Task Fixes(string source, string fixedSource, int action = 0)
        => new Test(source, fixedSource) { CodeActionIndex = action }.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same in a project with other references.</summary>
    public static Task FixesWith(ImmutableArray<MetadataReference> references, string source, string fixedSource)
    {
        var test = new Test(source, fixedSource);
        test.TestState.AdditionalReferences.Clear();
        test.TestState.AdditionalReferences.AddRange(references);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private const string TooOld = "This compiler is older than the case's language.";

    private static IEnumerable<(string Name, string Text)> Files(string source)
    {
        var parts = Regex.Split(source, @"^//-- (.+)\r?\n", RegexOptions.Multiline);
        return parts.Skip(1).Chunk(2).Select(static file => (file[0].Trim(), file[1])).Prepend(("/0/Test0.cs", parts[0]));
    }

    private sealed class Test : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    {
        public Test(string source, string fixedSource)
        {
            var code = Regex.Replace(source, @"\[\||\|\]|\{\|[A-Za-z0-9#:]+|\|\}", "");
            Assert.SkipUnless(Files(code).All(static file => Code.CompilerReads(file.Text)), TooOld);

            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            foreach (var (state, text) in new[] { (TestState, source), (FixedState, fixedSource) })
            {
                foreach (var file in Files(text))
                {
                    if (file.Name == ".editorconfig")
                    {
                        state.AnalyzerConfigFiles.Add(("/" + file.Name, file.Text));
                    }
                    else
                    {
                        state.Sources.Add(file);
                    }
                }
            }

            foreach (var state in new[] { TestState, FixedState, BatchFixedState })
            {
                state.MarkupHandling = MarkupMode.Allow;
            }

            TestState.AdditionalReferences.AddRange(Host.References);
            TestState.Sources.Add(("Usings.cs", Host.Usings));
            FixedState.Sources.Add(("Usings.cs", Host.Usings));
            TestState.OutputKind = Code.KindOf(CSharpSyntaxTree.ParseText(code, Code.Parsing).GetRoot());
            CompilerDiagnostics = CompilerDiagnostics.Warnings;
            CodeActionValidationMode = CodeActionValidationMode.Full;
            MarkupOptions = MarkupOptions.UseFirstDescriptor;
            DisabledDiagnostics.AddRange(Tolerated);

            // What the base classes do for every rule is tested once (ShutdownAnalyzerTests, ShutdownCodeFixTests), not in every case.
            TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInSolutionCheck
                | (Code.IsNewestCompiler ? CodeFixTestBehaviors.None : CodeFixTestBehaviors.SkipFixAllCheck)
                | (Files(source).Count() == 1 ? CodeFixTestBehaviors.SkipFixAllInProjectCheck : CodeFixTestBehaviors.None)
                // Such findings are not live in an editor, which is known. The build shows them, dotnet format fixes them.
                | (new TAnalyzer().SupportedDiagnostics.Any(static it => it.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd)) ? CodeFixTestBehaviors.SkipLocalDiagnosticCheck : CodeFixTestBehaviors.None);
        }

        protected override CompilationOptions CreateCompilationOptions()
            => ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable).WithAllowUnsafe(true);

        protected override ParseOptions CreateParseOptions() => Code.Parsing;
    }
}
