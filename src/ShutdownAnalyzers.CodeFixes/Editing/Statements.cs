using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Editing;

/// <summary>Statements are added to code, and none of its comments is lost or moves away from what it speaks of.</summary>
internal static class Statements
{
    /// <summary>Statements before this one. Where it is the only one allowed (the body of an <c>if</c>), it gets a block.</summary>
    public static void AddBefore(this SyntaxEditor editor, StatementSyntax statement, IEnumerable<StatementSyntax> added)
        => editor.Insert(statement, added, before: true);

    /// <summary>Statements behind this one.</summary>
    public static void AddAfter(this SyntaxEditor editor, StatementSyntax statement, IEnumerable<StatementSyntax> added)
        => editor.Insert(statement, added, before: false);

    /// <summary>Statements at the start of a function; an expression body is opened.</summary>
    public static void AddAtStart(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol, IEnumerable<StatementSyntax> added)
        => editor.ReplaceBody(function, symbol, (block, _) => block.WithStatements(block.Statements.InsertRange(0, added)));

    /// <summary>
    /// Statements at the end of a function, before the <c>return</c> it may end with; an expression body is opened. A return
    /// further up passes them by.
    /// </summary>
    public static void AddAtEnd(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol, params ImmutableArray<StatementSyntax> added)
        => editor.ReplaceBody(function, symbol, (block, _) => WithLast(block, added));

    /// <summary>The same for every way the function may return: where there is more than one, they go into a <c>finally</c>.</summary>
    public static void AddAtEveryEnd(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol, params ImmutableArray<StatementSyntax> added)
        => editor.ReplaceBody(function, symbol, (block, opened) => MayReturnEarlier(block, opened) ? block.WithStatements([Wrapped(block.Statements, added)]) : WithLast(block, added));

    /// <summary>The statements up to <paramref name="last"/> go into a <c>try</c>, those behind it (or <paramref name="final"/>) into its <c>finally</c>.</summary>
    /// <remarks>What is declared in the try and used behind it does not compile then, and the repair is refused.</remarks>
    public static void WrapInTryFinally(this SyntaxEditor editor, StatementSyntax first, StatementSyntax last, IEnumerable<StatementSyntax>? final = null)
    {
        var block = first.Parent as BlockSyntax ?? throw new ArgumentException("Only statements of a block can be wrapped.", nameof(first));
        var (from, to) = (block.Statements.IndexOf(first), block.Statements.IndexOf(last));
        var total = block.Statements.Count;
        editor.ReplaceNode(block, (current, _) =>
        {
            // Edits before this one may have added statements in front or behind; what was between is still together.
            var now = (BlockSyntax)current;
            var grown = now.Statements.Count - total;
            var tried = now.Statements.Skip(from).Take(to - from + 1 + grown).ToList();
            var rest = now.Statements.Skip(from + tried.Count).ToList();
            var statement = Wrapped(tried, final is null ? rest : [.. final]);
            var statements = now.Statements.Take(from).Append(statement);
            return now.WithStatements([.. final is null ? statements : statements.Concat(rest)]);
        });
    }

    /// <summary><c>try { ... } finally { ... }</c>; what stands above the first statement stands above the try.</summary>
    public static TryStatementSyntax Wrapped(IReadOnlyList<StatementSyntax> tried, IReadOnlyList<StatementSyntax> final)
        => SyntaxFactory.TryStatement(Block(tried), default, SyntaxFactory.FinallyClause(Block(final)))
            .WithLeadingTrivia(tried[0].GetLeadingTrivia().TakeWhile(IsSpace).Where(static it => it.IsKind(SyntaxKind.EndOfLineTrivia)))
            .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>
    /// The statements up to <paramref name="last"/> go into a <c>try</c> with this catch (<c>catch (E) when (...) { ... }</c>, as
    /// text). Only in a block; <see langword="false"/> where there is none.
    /// </summary>
    public static bool WrapInTryCatch(this SyntaxEditor editor, StatementSyntax first, StatementSyntax last, string caught)
    {
        if (first.Parent is not BlockSyntax block)
        {
            return false;
        }

        var (from, to) = (block.Statements.IndexOf(first), block.Statements.IndexOf(last));
        var following = block.Statements.Count - 1 - to;
        editor.ReplaceNode(block, (current, _) =>
        {
            // Edits before this one may have added statements in front.
            var now = (BlockSyntax)current;
            var end = now.Statements.Count - following;
            var start = end - (to - from + 1);
            var tried = now.Statements.Skip(start).Take(end - start).ToList();
            return now.WithStatements([.. now.Statements.Take(start), Caught(tried, caught), .. now.Statements.Skip(end)]);
        });
        return true;
    }

    /// <summary>The statements in a <c>try</c> with this catch; what stands above the first one stands above the try.</summary>
    public static TryStatementSyntax Caught(IReadOnlyList<StatementSyntax> tried, string caught)
        => ((TryStatementSyntax)NewCode.Statement("try { } " + caught)).WithBlock(Block(tried)).WithLeadingTrivia(Above(tried[0]));

    private static IEnumerable<SyntaxTrivia> Above(StatementSyntax statement)
        => statement.GetLeadingTrivia().TakeWhile(IsSpace).Where(static it => it.IsKind(SyntaxKind.EndOfLineTrivia));

    // The empty line above the first statement stays above the brace.
    private static BlockSyntax Block(IReadOnlyList<StatementSyntax> statements) => SyntaxFactory.Block(
        statements.Select(it => (it == statements[0] ? it.WithLeadingTrivia(it.GetLeadingTrivia().SkipWhile(IsSpace)) : it).WithAdditionalAnnotations(Formatter.Annotation)));

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static void Insert(this SyntaxEditor editor, StatementSyntax statement, IEnumerable<StatementSyntax> added, bool before)
    {
        switch (statement.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax when before:
                editor.InsertBefore(statement, added);
                break;
            case BlockSyntax or SwitchSectionSyntax:
                editor.InsertAfter(statement, added);
                break;
            case GlobalStatementSyntax global when before:
                editor.InsertBefore(global, added.Select(static it => Global(it.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.LineFeed))));
                break;
            case GlobalStatementSyntax global:
                var isLastLine = !global.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
                editor.InsertAfter(global, added.Select(it => Global(isLastLine
                    ? it.WithLeadingTrivia(SyntaxFactory.LineFeed).WithTrailingTrivia()
                    : it.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.LineFeed))));
                break;
            default:
                editor.ReplaceNode(statement, (current, _) => InBlock((StatementSyntax)current, added, before));
                break;
        }
    }

    // Elastic trivia would be formatted as between members: with an empty line.
    private static GlobalStatementSyntax Global(StatementSyntax statement)
        => SyntaxFactory.GlobalStatement(statement).WithAdditionalAnnotations(Formatter.Annotation);

    private static BlockSyntax InBlock(StatementSyntax statement, IEnumerable<StatementSyntax> added, bool before)
        => SyntaxFactory.Block(before ? added.Append(statement) : added.Prepend(statement)).WithAdditionalAnnotations(Formatter.Annotation);

    private static void ReplaceBody(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol, Func<BlockSyntax, SyntaxNode, BlockSyntax> change)
        => editor.ReplaceNode(function, (current, _) =>
            OpenBody.Opened(current, symbol) is var opened && Functions.BodyOf(opened) is BlockSyntax block
                ? opened.ReplaceNode(block, change(block, opened))
                : opened);

    private static bool MayReturnEarlier(BlockSyntax block, SyntaxNode function)
        => Functions.OwnNodes(function).OfType<ReturnStatementSyntax>().Any(it => it != block.Statements.LastOrDefault());

    private static BlockSyntax WithLast(BlockSyntax block, ImmutableArray<StatementSyntax> added)
        => block.WithStatements(block.Statements.InsertRange(block.Statements.LastOrDefault() is ReturnStatementSyntax ? block.Statements.Count - 1 : block.Statements.Count, added));
}
