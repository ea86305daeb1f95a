using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Text;

namespace ShutdownAnalyzers.Tests.Text;

/// <summary>What the index reads from the characters of a file is what a walk over its syntax finds.</summary>
public sealed class SyntaxIndexTests
{
    public static TheoryData<string> Folders => ["src", "samples", "tests/ShutdownAnalyzers.Tests/Programs/Workers", "tests/ShutdownAnalyzers.Tests/Programs/Apps", "tests/ShutdownAnalyzers.Tests/Programs/Services", "tests/ShutdownAnalyzers.Tests/Programs/Hosts", "tests/ShutdownAnalyzers.Tests/Programs/Daemons", "tests/ShutdownAnalyzers.Tests/Programs/Relays", "tests/ShutdownAnalyzers.Tests/Programs/Patrols"];

    [Theory, MemberData(nameof(Folders))]
    public void Everything_in_real_files_is_found(string folder)
    {
        var files = Repository.FilesBelow(folder, "*.cs").ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            Expect.Nothing(Differences(CSharpSyntaxTree.ParseText(Repository.Read(file), cancellationToken: TestContext.Current.CancellationToken)).Select(it => $"{file}: {it}"));
        }
    }

    [Theory]
    [InlineData("var @event = 1; Use(@event);")]
    [InlineData("var größe = 1; Use(größe, _größe2);")]
    [InlineData("""Use("http://somewhere"); Later(); // not Here()""")]
    [InlineData("""Use($"{Inner(x)} // {Other}"); After();""")]
    [InlineData("""
        Use(@"
        // ", Second); Third();
        """)]
    [InlineData("/* A(); */ B(); /* while (true) */")]
    [InlineData("var q = from a in As() let b = a join c in Cs() on a equals c into d select d into e select e;")]
    [InlineData("while (A()) do { B(); } while (C()); foreach (var (x, y) in Pairs()) { } for (;;) { }")]
    [InlineData("await foreach (var x in Xs()) { } try { A(); } catch (E e) when (F(e)) { } finally { B(); }")]
    [InlineData("x += y; x+=() => Z(); Add(static delegate { A(); }); Func<int, int> f = a=>b=>C(a, b);")]
    [InlineData("if (x is { Length: > 0 } y && M(out var z)) { } var n = 0x1F + 10L + 1e5; N();")]
    [InlineData("if (x is not { } found // (\n || y) { } var a /**/ = 1; var b /*/ (*/ = 2; M /* a */ // b\n (3); int end /*")]
    [InlineData("X a = new(); var b = new X { Y = new() }; var c = new[] { 1 };")]
    public void Everything_in_statements_is_found(string statements)
        => Expect.Nothing(Differences(CSharpSyntaxTree.ParseText(statements, cancellationToken: TestContext.Current.CancellationToken)));

    [Theory]
    [InlineData("void Local() { }")]
    [InlineData("static async Task<int> Local<T>(T t) where T : class => await A();")]
    [InlineData("int? Local() => 1;")]
    [InlineData("int[] Local() => [];")]
    [InlineData("(int, int) Local() => (1, 2);")]
    [InlineData("unsafe int* Local() => null;")]
    [InlineData("ref readonly int Local(ref int x) => ref x;")]
    [InlineData("global::System.Int32 Local() { return 1; }")]
    [InlineData("void @Local() { }")]
    [InlineData("void /* name */ Local /* list */ () { }")]
    [InlineData("void\n    Local\n    () { }")]
    [InlineData("[Obsolete] void Local() { }")]
    [InlineData("Action a = () => { void Local() { } Local(); };")]
    public void Local_functions_are_found(string statements)
    {
        var tree = CSharpSyntaxTree.ParseText($"class C {{ void M() {{ {statements} }} }}", cancellationToken: TestContext.Current.CancellationToken);
        Expect.Nothing(Differences(tree));
        Assert.NotNull(SyntaxIndex.Of(tree).FunctionOf("Local"));
    }

    [Fact]
    public void A_file_without_words_has_nothing()
    {
        var index = SyntaxIndex.Of(CSharpSyntaxTree.ParseText("", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(index.Words.Distinct);
        Assert.Empty(index.Functions);
        Assert.False(index.Has("x"));
    }

    [Fact]
    public void A_name_in_a_comment_or_a_text_is_no_use_of_it()
    {
        var tree = CSharpSyntaxTree.ParseText("""var x = "Stop()"; /* Stop() */ Go(); """, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(SyntaxIndex.Of(tree).Names("Stop"));
        Assert.Single(SyntaxIndex.Of(tree).Names("Go"));
    }

    private static IEnumerable<string> Differences(SyntaxTree tree)
    {
        var index = SyntaxIndex.Of(tree);
        var nodes = tree.GetRoot().DescendantNodes().ToArray();
        return Compare("names", nodes.OfType<SimpleNameSyntax>().Where(static it => IsAsked(it.Identifier)), nodes.OfType<SimpleNameSyntax>().Select(static it => it.Identifier).Where(IsAsked).Select(static it => it.ValueText).Distinct().SelectMany(index.Names))
            .Concat(Compare("functions", nodes.Where(static it => WrittenSignatures.NameOf(it) is not null), index.Functions.SelectMany(static it => it.Nodes)))
            .Concat(Compare("loops", nodes.Where(static it => it is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax), index.Loops))
            .Concat(Compare("tries", nodes.OfType<TryStatementSyntax>(), index.Tries))
            .Concat(Compare("creations", nodes.OfType<BaseObjectCreationExpressionSyntax>(), index.Creations))
            .Concat(Compare("lambdas", nodes.OfType<AnonymousFunctionExpressionSyntax>(), index.Lambdas))
            .Concat(Compare("constructor initializers", nodes.Where(static it => it is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax), index.Names(SyntaxIndex.ConstructorInitializer)))
            .Concat(Compare("declarations", nodes.Where(static it => NameDeclaredBy(it) is { Length: > 0 }), nodes.Select(NameDeclaredBy).OfType<string>().Distinct().SelectMany(it => SyntaxIndex.Declarations(tree, it))))
            .Concat(nodes.OfType<AssignmentExpressionSyntax>().Where(it => it.IsKind(SyntaxKind.AddAssignmentExpression) && !index.Words.HasAddition(it.Span)).Select(static it => $"additions lack {it}"));
    }

    // What is missing has no text.
    private static bool IsAsked(SyntaxToken name) => name.ValueText.Length > 0;

    private static IEnumerable<string> Compare(string what, IEnumerable<SyntaxNode> expected, IEnumerable<SyntaxNode> found)
    {
        var (all, seen) = (expected.ToHashSet(), found.ToList());
        return all.Except(seen).Select(it => $"{what} lack {it}").Concat(seen.Where(it => !all.Contains(it)).Select(it => $"{what} have {it}")).Concat(seen.Count > seen.Distinct().Count() ? [$"{what} are told twice"] : []);
    }

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax it => it.Identifier.ValueText,
        ParameterSyntax it => it.Identifier.ValueText,
        PropertyDeclarationSyntax it => it.Identifier.ValueText,
        SingleVariableDesignationSyntax it => it.Identifier.ValueText,
        ForEachStatementSyntax it => it.Identifier.ValueText,
        CatchDeclarationSyntax it => it.Identifier.ValueText,
        FromClauseSyntax it => it.Identifier.ValueText,
        LetClauseSyntax it => it.Identifier.ValueText,
        JoinClauseSyntax it => it.Identifier.ValueText,
        JoinIntoClauseSyntax it => it.Identifier.ValueText,
        QueryContinuationSyntax it => it.Identifier.ValueText,
        _ => null,
    };
}
