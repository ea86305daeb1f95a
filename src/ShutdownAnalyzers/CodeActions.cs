using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers;

/// <summary>
/// Actions on the operations of code that can matter. The text of a file proposes where to look: binding all bodies of a
/// project, most of which have nothing to do with shutdown, would cost more than everything else a rule does.
/// </summary>
internal static class CodeActions
{
    /// <summary>Looks at the operations of these nodes, as far as they are of one of the kinds.</summary>
    public static void RegisterCode(
        this CompilationStartAnalysisContext context, ShutdownModel model, Func<SyntaxIndex, IEnumerable<SyntaxNode>> candidates, Action<CodeContext> action, params OperationKind[] kinds)
        => context.RegisterSemanticModelAction(file =>
        {
            HashSet<SyntaxNode>? seen = null;
            foreach (var node in candidates(SyntaxIndex.Of(file.SemanticModel.SyntaxTree)))
            {
                if ((seen ??= []).Add(node) && model.Bodies.OperationOf(node) is { } operation && Array.IndexOf(kinds, operation.Kind) >= 0)
                {
                    action(new CodeContext(operation, file));
                }
            }
        });

    /// <summary>Looks at all operations of these kinds in the members in which the text proposes something.</summary>
    public static void RegisterMembers(
        this CompilationStartAnalysisContext context, ShutdownModel model, Func<SyntaxIndex, IEnumerable<SyntaxNode>> candidates, Action<CodeContext> action, params OperationKind[] kinds)
        => context.RegisterSemanticModelAction(file =>
        {
            HashSet<SyntaxNode>? seen = null;
            foreach (var node in candidates(SyntaxIndex.Of(file.SemanticModel.SyntaxTree)))
            {
                if (Bodies.CodeAround(node) is { } code && (seen ??= []).Add(code) && model.Bodies.OperationOf(code) is { } member)
                {
                    foreach (var operation in member.DescendantsAndSelf())
                    {
                        if (Array.IndexOf(kinds, operation.Kind) >= 0)
                        {
                            action(new CodeContext(operation, file));
                        }
                    }
                }
            }
        });

    /// <summary>Looks at the symbols of these kinds: types, and what is declared in them. The compiler has bound the file's own code by then, and hands it over.</summary>
    public static void RegisterSymbols(this CompilationStartAnalysisContext context, ShutdownModel model, Action<SymbolContext> action, params SymbolKind[] kinds)
        => context.RegisterSemanticModelAction(file =>
        {
            foreach (var symbol in model.Declared.In(file.SemanticModel.SyntaxTree))
            {
                if (Array.IndexOf(kinds, symbol.Kind) >= 0)
                {
                    action(new SymbolContext(symbol, file));
                }
            }
        });

    /// <summary>Looks at the calls of methods of these names.</summary>
    public static void RegisterCalls(this CompilationStartAnalysisContext context, ShutdownModel model, HashSet<string> names, Action<CodeContext> action)
        => context.RegisterCode(model, it => it.CallsOf(names), action, OperationKind.Invocation);
}
