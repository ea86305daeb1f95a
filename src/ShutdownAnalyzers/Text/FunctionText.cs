using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// A function as a file shows it: a method, local function, property or constructor, the last by the name of its type. Those of
/// one name in one file count as one.
/// </summary>
internal sealed class FunctionText(string name, SyntaxIndex file)
{
    private readonly List<SyntaxNode> nodes = [];

    public string Name { get; } = name;

    public SyntaxIndex File { get; } = file;

    /// <summary>The declarations.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => nodes;

    /// <summary>The words in its code: whatever they name, it may call it.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach (var node in nodes)
            {
                foreach (var span in CodeOf(node))
                {
                    foreach (var word in File.Words.In(span))
                    {
                        yield return word.Text;
                    }
                }
            }
        }
    }

    public bool Contains(SyntaxNode code) => nodes.Any(it => it.Span.Contains(code.Span));

    /// <summary>The code has a local function of this name.</summary>
    public bool HasLocalIn(SyntaxNode code) => nodes.Any(it => it is LocalFunctionStatementSyntax && code.Span.Contains(it.Span) && it != code);

    public void Add(SyntaxNode declaration) => nodes.Add(declaration);

    private IEnumerable<TextSpan> CodeOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax it => From(it, (SyntaxNode?)it.Body ?? it.ExpressionBody),
        LocalFunctionStatementSyntax it => From(it, (SyntaxNode?)it.Body ?? it.ExpressionBody),
        ConstructorDeclarationSyntax it => [TextSpan.FromBounds(it.ParameterList.Span.End, it.Span.End)],
        PropertyDeclarationSyntax it => it is { ExpressionBody: null, Initializer: null } && it.AccessorList?.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }) == true ? [] : [it.Span],
        TypeDeclarationSyntax it => it.Members.Where(static member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }).Concat<SyntaxNode?>([it.BaseList]).OfType<SyntaxNode>().Select(static part => part.Span),
        _ => [function.Span],
    };

    // What new(...) creates may be named by the type that the function returns.
    private IEnumerable<TextSpan> From(SyntaxNode function, SyntaxNode? body)
        => body is null ? []
        : File.Words.In(body.Span).Any(static it => it is { Text: "new", IsCalled: true }) ? [function.Span]
        : [body.Span];
}
