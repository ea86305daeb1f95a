using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where, by the text, something may be started that goes on by itself: in the code itself, or in what it leads to.</summary>
internal sealed class Starting
{
    private readonly NameGraph names;
    private readonly Leads helpers;
    private readonly ConcurrentDictionary<string, bool> deferred = new(StringComparer.Ordinal);

    public Starting(NameGraph names) => (this.names, helpers) = (names, new(names, it => it.Nodes.Any(Starts)));

    /// <summary>The function, as far as the project declares it, or what it calls.</summary>
    public bool MayBeIn(IMethodSymbol function)
        => (function.PartialImplementationPart ?? function).DeclaringSyntaxReferences.Any(it => WrittenSignatures.NameOf(DeclarationOf(it.GetSyntax())) is not { } name
            || (SyntaxIndex.Of(it.SyntaxTree).FunctionOf(name) is { } text && helpers.From(text)));

    /// <summary>This piece of code.</summary>
    public bool MayBeIn(SyntaxNode code) => Starts(code) || SyntaxIndex.Of(code.SyntaxTree).Words.In(code.Span).Any(it => helpers.From(it.Text));

    private static SyntaxNode DeclarationOf(SyntaxNode declaration) => declaration is AccessorDeclarationSyntax { Parent.Parent: { } property } ? property : declaration is ArrowExpressionClauseSyntax { Parent: { } member } ? member : declaration;

    private bool Starts(SyntaxNode code) => StartShape.StandsIn(code, it => deferred.GetOrAdd(it, MayReturnTask));

    private bool MayReturnTask(string callee)
        => names.Named(callee).Any(static it => it.Nodes.Any(StartShape.MayReturnTask))
        || (names.DeclaresVariable(callee) && names.FilesWith(callee).Any(it => SyntaxIndex.Declarations(it.Tree, callee).Any(StartShape.MayReturnTask)));
}
