using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>One question to one part of the model, without a rule: about the code that is marked <c>[|...|]</c>. All of it compiles.</summary>
internal sealed record Question(ShutdownModel Model, IOperation Marked)
{
    public static Question About(string source)
    {
        var start = source.IndexOf("[|", StringComparison.Ordinal);
        var length = source.IndexOf("|]", StringComparison.Ordinal) - start - 2;
        var (compilation, tree) = Compile(source.Replace("[|", "").Replace("|]", ""));
        var node = tree.GetRoot(TestContext.Current.CancellationToken).FindNode(new TextSpan(start, length), getInnermostNodeForTie: true);
        var model = ShutdownModel.Of(compilation);
        var operation = node.AncestorsAndSelf().Select(model.Bodies.OperationOf).First(static it => it is not null);
        return new Question(model, operation!);
    }

    /// <summary>A question about the whole of it.</summary>
    public static ShutdownModel AboutAll(string source) => ShutdownModel.Of(Compile(source).Compilation);

    private static (Compilation Compilation, SyntaxTree Tree) Compile(string source)
    {
        var compilation = Code.Compile("Test.cs", source);
        Expect.Nothing(Code.ErrorsOf(compilation));
        return (compilation, compilation.SyntaxTrees.Single(static it => it.FilePath == "Test.cs"));
    }
}
