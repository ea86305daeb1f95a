using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Which loops, by the text, may lose a cancellation to a catch: in the loop itself, or in a helper.</summary>
internal sealed class Swallowing
{
    private readonly NameGraph names;
    private readonly Leads helpers;
    private readonly Leads guards;

    public Swallowing(NameGraph names)
    {
        this.names = names;
        helpers = new(names, static it => TriesIn(it).Any(MayTake));
        guards = new(names, it => TriesIn(it).Any(handler => MayTake(handler) && MayCallDelegate(handler.Block)));
    }

    public bool MayBeIn(StatementSyntax loop)
        => IsIn(loop)
        || MayLeadTo(guards, loop)
        || (LoopShapes.ConditionOf(loop) is { } condition && MayLeadTo(helpers, condition))
        || LoopShapes.DelegatesCalledIn(loop).Any(it => IsIn(it) || MayLeadTo(helpers, it));

    private static bool IsIn(SyntaxNode code) => SyntaxIndex.Of(code.SyntaxTree).Tries.Any(it => code.Span.Contains(it.Span) && MayTake(it));

    private static bool MayLeadTo(Leads leads, SyntaxNode code) => SyntaxIndex.Of(code.SyntaxTree).Words.In(code.Span).Any(it => leads.From(it.Text));

    private static IEnumerable<TryStatementSyntax> TriesIn(FunctionText function) => function.File.Tries.Where(function.Contains);

    private static bool MayTake(TryStatementSyntax handler) => handler.Catches.Any(MayTake);

    // What it throws again is not lost.
    private static bool MayTake(CatchClauseSyntax clause)
        => Handlers.MayTake(clause) && !Handlers.LetsCancellationPass(clause) && !Handlers.Throws(clause);

    // A helper that guards its own calls deals with its own; one that guards what it is handed takes the cancellation from its caller.
    private bool MayCallDelegate(BlockSyntax guarded)
        => guarded.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(it => WrittenSignatures.CalleeOf(it) is "" or "Invoke" or "DynamicInvoke" || names.DeclaresVariable(WrittenSignatures.CalleeOf(it)));
}
