using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where, by the text, something may be started that goes on by itself: in the code itself, or in what it leads to.</summary>
internal sealed class Starting
{
    private readonly NameGraph names;
    private readonly Lazy<HashSet<FunctionText>> functions;
    private readonly Lazy<HashSet<string>> functionNames;
    private readonly Lazy<HashSet<string>> deferred;

    public Starting(NameGraph names)
    {
        this.names = names;
        deferred = new(() => [.. names.Files.SelectMany(static it => it.MayReturnTasks)]);
        functions = new(Find);
        functionNames = new(() => new(functions.Value.Select(static it => it.Name), StringComparer.Ordinal));
    }

    /// <summary>The function, as far as the project declares it, or what it calls.</summary>
    public bool MayBeIn(IMethodSymbol function)
        => (function.PartialImplementationPart ?? function).DeclaringSyntaxReferences.Any(it => WrittenSignatures.NameOf(DeclarationOf(it.GetSyntax())) is not { } name
            || (SyntaxIndex.Of(it.SyntaxTree).FunctionOf(name) is { } text && functions.Value.Contains(text)));

    /// <summary>This piece of code.</summary>
    public bool MayBeIn(SyntaxNode code)
        => SyntaxIndex.Of(code.SyntaxTree).Starts.Any(it => code.Span.Contains(it.Node.Span) && IsOne(it))
        || code.DescendantNodes().Any(it => it is SimpleNameSyntax name && functionNames.Value.Contains(name.Identifier.ValueText));

    private static SyntaxNode DeclarationOf(SyntaxNode declaration) => declaration is AccessorDeclarationSyntax { Parent.Parent: { } property } ? property : declaration is ArrowExpressionClauseSyntax { Parent: { } member } ? member : declaration;

    private HashSet<FunctionText> Find() => names.To(
        from file in names.Files
        from start in file.Starts
        where IsOne(start)
        from name in WrittenSignatures.NamesAround(start.Node)
        select file.FunctionOf(name));

    private bool IsOne(StartShape start) => start.Callee is not { } callee || deferred.Value.Contains(callee);
}
