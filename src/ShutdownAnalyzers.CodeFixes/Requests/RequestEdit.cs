using ShutdownAnalyzers.Loops;

namespace ShutdownAnalyzers.Requests;

/// <summary>Records that a loop or wait of a request hears the linked signal, and what happens when it has fired.</summary>
internal sealed class RequestEdit(Finding finding, DocumentEditor editor, StopSignal signal, ResponseEnd end)
{
    private readonly RequestLoops loops = new(finding.Model);

    // The source itself is asked where there is one: stopping.Token -> stopping.
    private string Source => signal.Expression.EndsWith(".Token", StringComparison.Ordinal) && signal.Expression.Count(static it => it == '.') == 1
        ? signal.Expression.Substring(0, signal.Expression.Length - ".Token".Length)
        : signal.Expression;

    private string Caught(string statements) => $"catch (global::System.OperationCanceledException) when ({Source}.IsCancellationRequested)\n{{\n{statements}\n}}";

    public void EndLoop(ILoopOperation loop)
    {
        var statement = (StatementSyntax)loop.Syntax;
        var throws = WaitsIn(loop).Where(it => !IsCaughtInside(it, loop)).ToList().Count(Wake) > 0;
        if (!throws || end.Statement.Length == 0)
        {
            AskInCondition(loop);
        }

        if (!throws && end.Statement.Length > 0)
        {
            // The loop comes to its end now: by the signal, or as it did before.
            editor.AddAfter(statement, NewCode.Statements(IsEndless(loop) ? end.Statement : $"if ({Source}.IsCancellationRequested)\n{{\n{end.Statement}\n}}"));
        }

        if (throws)
        {
            editor.WrapInTryCatch(statement, statement, Caught(Leaving(statement)));
        }
    }

    public void EndWait(IOperation wait, SyntaxNode function, IMethodSymbol symbol)
    {
        if (!Wake(wait))
        {
            return;
        }

        if (wait.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Statements: var statements } } statement && function.Span.Contains(statement.Span))
        {
            editor.WrapInTryCatch(statement, statements.Last(), Caught(Leaving(statements.Last())));
        }
        else
        {
            editor.ReplaceNode(function, (current, _) => WithLastCaught(OpenBody.Opened(current, symbol)));
        }
    }

    // An expression body is a block by now; what it was stands last.
    private SyntaxNode WithLastCaught(SyntaxNode function)
    {
        if (Functions.BodyOf(function) is not BlockSyntax block || block.Statements.LastOrDefault() is not { } last)
        {
            return function;
        }

        var caught = ((TryStatementSyntax)NewCode.Statement("try { } " + Caught(end.Text))).WithBlock(SyntaxFactory.Block(last));
        return function.ReplaceNode(block, block.WithStatements(block.Statements.Replace(last, caught)));
    }

    /// <summary>An iterator cannot catch around a yield: its loop asks, its delays return instead of throwing, its timers are disposed.</summary>
    public void EndStream(ILoopOperation loop)
    {
        AskInCondition(loop);
        foreach (var call in WaitsIn(loop).OfType<IInvocationOperation>())
        {
            if (call.TargetMethod.ContainingType.IsA(finding.Model.Types.Task) && TokenArgument.For(finding, (ExpressionSyntax)call.Syntax) is { } argument)
            {
                editor.ReplaceNode(call.Syntax, (now, _) => NewCode.Expression(
                    $"{argument.In(now.WithoutTrivia(), signal.Token).ToFullString()}.ConfigureAwait(global::System.Threading.Tasks.ConfigureAwaitOptions.SuppressThrowing)").WithTriviaFrom(now));
            }
            else if (call.Instance is ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: [var declared] } timer } && call.TargetMethod.ContainingType.IsA(finding.Model.Types["System.Threading.PeriodicTimer"])
                && declared.GetSyntax().FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not null)
            {
                var name = finding.Model.Bodies.Semantics(loop.Syntax.SyntaxTree).FreshName(loop.Syntax.SpanStart, "ending");
                editor.AddBefore((StatementSyntax)loop.Syntax, NewCode.Statements($"using var {name} = {signal.Expression}.Register({Names.Escaped(timer.Name)}.Dispose);"));
            }
        }
    }

    private string Leaving(StatementSyntax last)
        => end.Leaves || end.Statement.Length == 0 || last.Parent is BlockSyntax { Statements: var all, Parent: var owner } && all.Last() == last && owner?.IsFunction() == true
            ? end.Text
            : end.Text + "\nreturn;";

    // The waits of the loop, wherever they stand in it; what a helper of the project waits for with the request's token counts too.
    private IEnumerable<IOperation> WaitsIn(ILoopOperation loop) => loop.OwnDescendantsAndSelf().Where(it => it switch
    {
        IInvocationOperation call => loops.IsPause(call) || (finding.Model.Bodies.Of(call.TargetMethod) is { } body && RequestHold.DeafTokens(call, finding.Model).Any() && loops.Pauses(body)),
        IAwaitOperation { Operation: var awaited } => awaited.Bare() is not IInvocationOperation && finding.Model.OpenWaits.Of(awaited) is not null,
        _ => false,
    } && !finding.Model.StopPaths.IsCleanup(it));

    private bool Wake(IOperation wait)
    {
        if (wait is IAwaitOperation { Operation: var awaited })
        {
            wait = awaited.Bare();
        }

        if (wait.Syntax is InvocationExpressionSyntax call && Heed.Wake(editor, finding, call, signal.Token))
        {
            return true;
        }

        if (wait.Syntax is not ExpressionSyntax task || !finding.Model.Types.IsTask(wait.Type) || wait is IInvocationOperation { TargetMethod.Name: "WhenAny" })
        {
            return false;
        }

        // A task that takes no token is waited for with one.
        editor.ReplaceNode(task, (now, _) => NewCode.Expression($"{now.WithoutTrivia().ToFullString()}.WaitAsync({signal.Expression})").WithTriviaFrom(now));
        return true;
    }

    // try { await Task.Delay(...); } catch (Exception e) { log } in the loop: the cancellation would not get out.
    private bool IsCaughtInside(IOperation wait, ILoopOperation loop)
    {
        var below = wait;
        foreach (var it in wait.Ancestors().TakeWhile(it => it != loop))
        {
            if (it is ITryOperation @try && @try.Body == below && @try.Catches.Any(clause => finding.Model.Types.OperationCanceledException.DerivesFrom(clause.ExceptionType as INamedTypeSymbol) || clause.ExceptionType.DerivesFrom(finding.Model.Types.OperationCanceledException)))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    // The token that the condition asks becomes the linked one; a condition that says nothing asks it. One about data stays.
    private void AskInCondition(ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation it => it.Condition,
            IForLoopOperation it => it.Condition,
            _ => null,
        };
        var asked = condition?.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().FirstOrDefault(it => it.Property.Name == "IsCancellationRequested")?.Instance;
        if (asked?.Syntax is ExpressionSyntax token)
        {
            editor.ReplaceNode(token, (now, _) => NewCode.Expression(Source).WithTriviaFrom(now));
        }
        else if (finding.Model.WaysOut.Of(loop).Kind is LoopEnd.Endless or LoopEnd.AsksToken)
        {
            Heed.EndLoop(editor, (StatementSyntax)loop.Syntax, NewCode.Expression(Source), finding.Semantics);
        }
    }

    private static bool IsEndless(ILoopOperation loop) => loop is IForLoopOperation { Condition: null } or IWhileLoopOperation { Condition.ConstantValue.HasValue: true };
}
