using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Text;

namespace ShutdownAnalyzers.Tests.Text;

/// <summary>What the words of a piece of code propose as a start is what a walk over its syntax finds.</summary>
public sealed class StartShapeTests
{
    private static readonly Func<string, bool>[] Answers = [static _ => false, static name => name is "Run" or "Work", static name => name.Length % 2 == 0];

    [Theory, MemberData(nameof(SyntaxIndexTests.Folders), MemberType = typeof(SyntaxIndexTests))]
    public void Every_start_in_real_files_is_proposed(string folder)
    {
        foreach (var file in Repository.FilesBelow(folder, "*.cs"))
        {
            var tree = CSharpSyntaxTree.ParseText(Repository.Read(file), cancellationToken: TestContext.Current.CancellationToken);
            Expect.Nothing(SyntaxIndex.Of(tree).Code.SelectMany(Differences).Select(it => $"{file}: {it}"));
        }
    }

    [Theory]
    [InlineData("handlers[0](x);")]
    [InlineData("(first ?? second)(x);")]
    [InlineData("Make()(x);")]
    [InlineData("callback!(x);")]
    [InlineData("_ = Fetch();")]
    [InlineData("_work = Fetch(1, \"a\");")]
    [InlineData("_work ??= Fetch();")]
    [InlineData("this._work\n    = Fetch();")]
    [InlineData("Task<int> work = Fetch();")]
    [InlineData("var timer = new System.Threading.Timer(Tick);")]
    [InlineData("var thread = new Thread(Tick) { IsBackground = true }; thread.Start();")]
    [InlineData("new Thread(Tick).Start();")]
    [InlineData("Thread it = new(Tick);")]
    [InlineData("source.Changed += OnChanged;")]
    [InlineData("source.Changed += (_, _) => Run();")]
    [InlineData("await (RunAsync());")]
    [InlineData("await store.Inner.SaveAsync(x); store.SaveAsync(y);")]
    [InlineData("await Task.WhenAll(RunAsync(), Work());")]
    [InlineData("store?.SaveAsync(x);")]
    [InlineData("callback?.Invoke(x);")]
    [InlineData("foreach (var it in all) { _ = it.SendAsync(x); }")]
    public void Every_start_in_statements_is_proposed(string statements)
    {
        var code = Member(statements);
        Assert.Contains(code.DescendantNodes(), static node => StartShape.Is(node, static name => name is "Run" or "Work") || node is AwaitExpressionSyntax);
        Expect.Nothing(Differences(code));
    }

    [Theory]
    [InlineData("await store.Inner.SaveAsync(x);")]
    [InlineData("await RunAsync();")]
    [InlineData("await(RunAsync());")]
    [InlineData("return RunAsync();")]
    [InlineData("if (name.StartsWith(\"a\")) { Log(name); }")]
    [InlineData("var watch = Stopwatch.StartNew();")]
    [InlineData("total += Sum(x) * 2;")]
    [InlineData("var order = new Order(1);")]
    [InlineData("var text = Format(x); if (Check(x) == Check(y)) { }")]
    public void What_starts_nothing_is_not_proposed(string statements)
    {
        Assert.False(StartShape.StandsIn(Member(statements), static _ => false));
        Expect.Nothing(Differences(Member(statements)));
    }

    private static MemberDeclarationSyntax Member(string statements)
        => (MemberDeclarationSyntax)Assert.Single(SyntaxIndex.Of(CSharpSyntaxTree.ParseText($"class C {{ async Task M(int x) {{ {statements} }} }}", cancellationToken: TestContext.Current.CancellationToken)).Code);

    private static IEnumerable<string> Differences(SyntaxNode code)
        => Answers.Where(it => StartShape.StandsIn(code, it) != code.DescendantNodes().Any(node => StartShape.Is(node, it))).Select(_ => $"words and syntax differ about {code}");
}
