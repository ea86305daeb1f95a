using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Which names, by the text, may be waits without an end: for an event, for a queue, for a time without limit.</summary>
internal sealed class OpenWaitShapes
{
    private readonly Lazy<HashSet<string>> leading;
    private readonly Lazy<bool> hasEvents;
    private readonly Leads pauses;
    private readonly NameGraph names;
    private readonly WaitShapes waits;
    private readonly LastingLoops loops;

    public OpenWaitShapes(NameGraph names, WaitShapes waits, LastingLoops loops, NamesLeadingTo namesLeadingTo)
    {
        (this.names, this.waits, this.loops) = (names, waits, loops);
        pauses = new(names, it => it.Nodes.Any(Pauses));
        hasEvents = new(() => names.FilesWith("SemaphoreSlim").SelectMany(static it => it.CreationsOf("SemaphoreSlim")).Cast<BaseObjectCreationExpressionSyntax>().Any(MayStartEmpty));
        leading = new(() => namesLeadingTo.Of(OpenWaits.Names, WrittenSignatures.ReturnsAtOnce, MayBe));
    }

    /// <summary>Where the file names such a wait, or a function of the project that may return one.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxIndex file) => file.Names(leading.Value).Where(MayBe);

    /// <summary>The loop may go on for as long as a request lasts: it waits in each turn, its condition may always hold, or it rests between two looks.</summary>
    public bool MayGoOn(StatementSyntax loop)
        => LoopShapes.MayWait(loop) && !LoopShapes.Counts(loop) && !LoopShapes.TriesAFewTimes(loop)
        && (loop is CommonForEachStatementSyntax each
            ? each.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(it => leading.Value.Contains(it.Identifier.ValueText) && MayBe(it))
            : loops.MayLast(loop) || Pauses(loop) || SyntaxIndex.Of(loop.SyntaxTree).Words.In(loop.Span).Any(it => pauses.From(it.Text)));

    private bool Pauses(SyntaxNode code)
        => SyntaxIndex.Of(code.SyntaxTree) is var file
        && file.Words.In(code.Span).Any(it => (OpenWaits.Names.Contains(it.Text) || it.Text == "Yield" || it.Text.StartsWith("Wait", StringComparison.Ordinal)) && file.TokenAt(it.Position).Parent is SimpleNameSyntax name && IsPause(name));

    // Here a pause of any length counts.
    private bool IsPause(SimpleNameSyntax name) => IsUsed(name) && (name.Identifier.ValueText is "Delay" or "Sleep" || (waits.MayBe(name) && IsWait(name)));

    private bool MayBe(SyntaxNode name) => IsUsed(name) && waits.MayBe(name) && IsWait((SimpleNameSyntax)name);

    private bool IsWait(SimpleNameSyntax name) => name.Identifier.ValueText switch
    {
        "Task" => (name.Parent is not MemberAccessExpressionSyntax access || access.Name == name) && waits.Mentions("TaskCompletionSource"),
        "Delay" or "Sleep" => SyntaxIndex.CallOf(name) is not { } pause || !CallShape.EndsInTime(pause),
        "Wait" or "WaitAsync" => hasEvents.Value || names.DeclaresMethod("Wait") || names.DeclaresMethod("WaitAsync"),
        _ => true,
    };

    // A call, a method group, a property; not a declaration, nor the name of a type.
    private static bool IsUsed(SyntaxNode name)
        => name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or InvocationExpressionSyntax or ArgumentSyntax or AwaitExpressionSyntax;

    // Places that are free from the start make a lock of it: whoever waits there waits for a holder, not for an event.
    private static bool MayStartEmpty(BaseObjectCreationExpressionSyntax creation)
        => creation.ArgumentList?.Arguments is [{ Expression: var places }, ..] && places is not LiteralExpressionSyntax { Token.Value: > 0 };
}
