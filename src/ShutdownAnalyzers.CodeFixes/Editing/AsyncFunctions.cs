using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Editing;

/// <summary>A function that returns a task becomes an async one, so that something in it can be awaited.</summary>
internal static class AsyncFunctions
{
    /// <summary>
    /// It is async, or returns a task without being an iterator, or is the entry point: then it can become async without
    /// anybody noticing. (A void function would become fire-and-forget, another one would change its type.)
    /// </summary>
    public static bool CanBeAsync(IMethodSymbol function, ShutdownModel model)
        => function.IsAsync
        || (!function.Parameters.Any(static it => it.RefKind != RefKind.None)
            && (IsTask(function.ReturnType, model) || function.Is(model.Compilation.GetEntryPoint(default))));

    /// <summary>
    /// Records that the function is async: <c>return task;</c> becomes <c>await task;</c> or <c>return await task;</c>.
    /// Only for functions that <see cref="CanBeAsync"/>.
    /// </summary>
    public static void MakeAsync(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol)
    {
        if (!symbol.IsAsync)
        {
            var kind = symbol.ReturnsVoid || symbol.ReturnType.SpecialType == SpecialType.System_Int32 ? Kind.EntryPoint
                : symbol.ReturnType is INamedTypeSymbol { IsGenericType: true } ? Kind.Value
                : Kind.NoValue;
            editor.ReplaceNode(function, (current, _) => Functions.IsAsync(current) ? current : Asynchronous(current, symbol, kind));
        }
    }

    private enum Kind
    {
        /// <summary>Task or ValueTask.</summary>
        NoValue,

        /// <summary>Task or ValueTask of something.</summary>
        Value,

        /// <summary>A Main that returns void or int.</summary>
        EntryPoint,
    }

    private static bool IsTask(ITypeSymbol type, ShutdownModel model)
        => type.Is(model.Types.Task) || type.IsA(model.Types.TaskOfT) || type.Is(model.Types.ValueTask) || type.IsA(model.Types.ValueTaskOfT);

    private static SyntaxNode Asynchronous(SyntaxNode function, IMethodSymbol symbol, Kind kind)
    {
        // => Task.CompletedTask has nothing to await: it becomes an empty block.
        if (kind == Kind.NoValue && Functions.BodyOf(function) is ExpressionSyntax body && IsCompleted(body))
        {
            function = OpenBody.Opened(function, symbol);
        }

        function = kind switch
        {
            Kind.EntryPoint => WithTaskType(function),
            _ => function.ReplaceNodes(
                Functions.OwnNodes(function).Where(it => it is ReturnStatementSyntax { Expression: not null } || it == (Functions.BodyOf(function) as ExpressionSyntax)),
                (original, current) => Awaiting(original, current, kind == Kind.Value)),
        };
        return WithAsync(Flattened(function));
    }

    // A block that stands for one return among other statements is spread into them.
    private static readonly SyntaxAnnotation Several = new();

    private static SyntaxNode Flattened(SyntaxNode function)
    {
        while (function.GetAnnotatedNodes(Several).OfType<BlockSyntax>().FirstOrDefault(static it => it.Parent is BlockSyntax or SwitchSectionSyntax) is { } block)
        {
            var isLast = block.Parent == Functions.BodyOf(function) && ((BlockSyntax)block.Parent!).Statements.Last() == block;
            var statements = isLast ? block.Statements.Where(static it => it is not ReturnStatementSyntax { Expression: null }).ToList() : [.. block.Statements];
            if (statements.Count > 0)
            {
                statements[0] = statements[0].WithLeadingTrivia(block.GetLeadingTrivia());
                statements[statements.Count - 1] = statements[statements.Count - 1].WithTrailingTrivia(block.GetTrailingTrivia());
                function = function.ReplaceNode(block, statements);
            }
            else
            {
                // The return at the end is gone; what was said about it stays above the brace.
                var outer = (BlockSyntax)block.Parent!;
                var said = block.GetLeadingTrivia().AddRange(block.GetTrailingTrivia()).SkipWhile(static it => it.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
                function = function.ReplaceNode(outer, outer
                    .WithStatements(outer.Statements.Remove(block))
                    .WithCloseBraceToken(said.All(static it => it.IsKind(SyntaxKind.WhitespaceTrivia) || it.IsKind(SyntaxKind.EndOfLineTrivia))
                        ? outer.CloseBraceToken
                        : outer.CloseBraceToken.WithLeadingTrivia(WithoutLastEmptyLine(said).Concat(outer.CloseBraceToken.LeadingTrivia))));
            }
        }

        return function;
    }

    private static IEnumerable<SyntaxTrivia> WithoutLastEmptyLine(List<SyntaxTrivia> trivia)
    {
        var last = trivia.FindLastIndex(static it => !it.IsKind(SyntaxKind.WhitespaceTrivia) && !it.IsKind(SyntaxKind.EndOfLineTrivia));
        return trivia.Take(last + 1).Append(SyntaxFactory.LineFeed);
    }

    private static SyntaxNode Awaiting(SyntaxNode original, SyntaxNode current, bool value)
    {
        switch (current)
        {
            case ReturnStatementSyntax { Expression: { } task } statement when value:
                return statement.WithExpression(Result(task) ?? Await(task));

            case ReturnStatementSyntax { Expression: { } task } statement:
                var end = SyntaxFactory.ReturnStatement();
                var statements = IsCompleted(task)
                    ? [end]
                    : new StatementSyntax[] { SyntaxFactory.ExpressionStatement(Await(task.WithoutTrivia())).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed), end };
                var block = SyntaxFactory.Block(statements)
                    .WithLeadingTrivia(statement.GetLeadingTrivia().AddRange(Said(statement.ReturnKeyword.TrailingTrivia)).AddRange(Said(task.GetLeadingTrivia())))
                    .WithTrailingTrivia(SyntaxFactory.TriviaList(Said(task.GetTrailingTrivia()).SelectMany(static it => new[] { SyntaxFactory.Space, it })).AddRange(statement.SemicolonToken.LeadingTrivia).AddRange(statement.GetTrailingTrivia()))
                    .WithAdditionalAnnotations(Formatter.Annotation, Several);
                return block;

            case ExpressionSyntax body when value:
                return (Result(body) ?? Await(body)).WithTriviaFrom(body);

            case ExpressionSyntax body:
                return Await(body);

            default:
                return current;
        }
    }

    private static IEnumerable<SyntaxTrivia> Said(SyntaxTriviaList trivia) => trivia.Where(static it => !it.IsKind(SyntaxKind.WhitespaceTrivia));

    private static ExpressionSyntax Await(ExpressionSyntax task) => SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            Parenthesized(task.WithoutTrivia()))
        .WithTriviaFrom(task)
        .WithAdditionalAnnotations(Formatter.Annotation);

    private static ExpressionSyntax Parenthesized(ExpressionSyntax task) => task is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax
        or ElementAccessExpressionSyntax or ObjectCreationExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax
        ? task
        : SyntaxFactory.ParenthesizedExpression(task).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);

    // return Task.FromResult(x) -> return x
    private static ExpressionSyntax? Result(ExpressionSyntax task) => task is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" },
        ArgumentList.Arguments: [{ Expression: var value }],
    }
        ? value.WithTriviaFrom(task)
        : null;

    // The name is enough: where it is another CompletedTask, leaving the value out of a return changes nothing either.
    private static bool IsCompleted(ExpressionSyntax task)
        => task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or LiteralExpressionSyntax or DefaultExpressionSyntax
        || Result(task) is LiteralExpressionSyntax;

    private static SyntaxNode WithTaskType(SyntaxNode function)
    {
        return function switch
        {
            MethodDeclarationSyntax it => it.WithReturnType(TaskOf(it.ReturnType)),
            _ => function,
        };

        static TypeSyntax TaskOf(TypeSyntax type) => NewCode
            .Type(type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ? "global::System.Threading.Tasks.Task" : $"global::System.Threading.Tasks.Task<{type.WithoutTrivia()}>")
            .WithTriviaFrom(type);
    }

    private static SyntaxNode WithAsync(SyntaxNode function)
    {
        var async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (function)
        {
            case MethodDeclarationSyntax { Modifiers.Count: 0 } it:
                return it.WithReturnType(it.ReturnType.WithoutLeadingTrivia()).WithModifiers([async.WithLeadingTrivia(it.ReturnType.GetLeadingTrivia())]);
            case MethodDeclarationSyntax it:
                // 'partial' must come last.
                var partial = it.Modifiers.IndexOf(SyntaxKind.PartialKeyword);
                return partial == 0
                    ? it.WithModifiers(it.Modifiers.Replace(it.Modifiers[0], it.Modifiers[0].WithLeadingTrivia()).Insert(0, async.WithLeadingTrivia(it.Modifiers[0].LeadingTrivia)))
                    : it.WithModifiers(it.Modifiers.Insert(partial < 0 ? it.Modifiers.Count : partial, async));
            case LocalFunctionStatementSyntax { Modifiers.Count: 0 } it:
                return it.WithReturnType(it.ReturnType.WithoutLeadingTrivia()).WithModifiers([async.WithLeadingTrivia(it.ReturnType.GetLeadingTrivia())]);
            case LocalFunctionStatementSyntax it:
                return it.AddModifiers(async);
            case AnonymousFunctionExpressionSyntax { Modifiers.Count: 0 } it:
                return ((AnonymousFunctionExpressionSyntax)it.WithoutLeadingTrivia()).WithModifiers([async.WithLeadingTrivia(it.GetLeadingTrivia())]);
            case AnonymousFunctionExpressionSyntax it:
                return it.WithModifiers(it.Modifiers.Add(async));
            default:
                return function;
        }
    }
}
