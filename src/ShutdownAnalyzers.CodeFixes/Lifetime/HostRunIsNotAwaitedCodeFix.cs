namespace ShutdownAnalyzers.Lifetime;

/// <summary>
/// SHUT307: the task is awaited. In place where nothing follows it, or where it is only the start; else at the end, so that
/// what follows still runs beside the host.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HostRunIsNotAwaitedCodeFix))]
public sealed class HostRunIsNotAwaitedCodeFix() : ShutdownCodeFix(Rules.HostRunIsNotAwaited)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax call || finding.Operation(call) is not IInvocationOperation { TargetMethod: var method })
        {
            yield break;
        }

        var statement = StatementAround(call);
        var function = ((SyntaxNode?)statement ?? call).FunctionAround();
        var symbol = function is null ? null : finding.Semantics.SymbolOf(function);
        if (symbol is null ? function is null : AsyncFunctions.CanBeAsync(symbol, finding.Model))
        {
            if (statement is null ? IsBodyOf(call, function) : method.Name == "StartAsync" || IsLast(statement))
            {
                yield return new Repair("Await it", "Await", finding, editor =>
                {
                    Await(editor, call, statement);
                    MakeAsync(editor, function, symbol);
                });
            }
            else if (statement is not null && EndOf(statement) is { } end)
            {
                yield return new Repair("Await it at the end", "Await", finding, editor =>
                {
                    AwaitAtEnd(editor, statement, end, finding);
                    MakeAsync(editor, function, symbol);
                });
            }
        }

        // The blocking twin, where there is one and blocking is what an entry point does anyway.
        if (symbol is { IsAsync: false } && symbol.Is(finding.Model.Contracts.EntryPoint)
            && method.Name is "RunAsync" or "WaitForShutdownAsync"
            && (statement is null ? IsBodyOf(call, function) : IsLast(statement) && statement is ExpressionStatementSyntax)
            && call.Expression is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name })
        {
            var twin = method.Name.Substring(0, method.Name.Length - "Async".Length);
            yield return new Repair($"Call '{twin}'", "Block", finding, editor =>
            {
                editor.ReplaceNode(name, (current, _) => SyntaxFactory.IdentifierName(twin).WithTriviaFrom(current));
                if (call.Parent is AssignmentExpressionSyntax discard && discard.IsDiscard())
                {
                    editor.ReplaceNode(discard, static (current, _) => Discards.Value((AssignmentExpressionSyntax)current));
                }
            });
        }
    }

    // The statement that throws the task away. The run may stand in a lambda without a block: Task.Run(() => host.RunAsync()).
    private static StatementSyntax? StatementAround(ExpressionSyntax call)
        => call.Ancestors().TakeWhile(static it => it is not (MemberDeclarationSyntax or ArrowExpressionClauseSyntax) || it is GlobalStatementSyntax).OfType<StatementSyntax>().FirstOrDefault() is { } statement
        && (statement is ExpressionStatementSyntax || IsDeclaration(statement))
            ? statement
            : null;

    private static bool IsDeclaration(StatementSyntax statement) => statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: not null }] };

    private static bool IsBodyOf(ExpressionSyntax call, SyntaxNode? function)
        => function is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax && Functions.BodyOf(function) is ExpressionSyntax body && (body == call || (body.IsDiscard() && call.Parent == body));

    // Only a 'return' of nothing much follows, here and in the blocks around.
    private static bool IsLast(StatementSyntax statement) => statement.Parent switch
    {
        GlobalStatementSyntax { Parent: CompilationUnitSyntax } or BlockSyntax when Behind(statement).Any() => false,
        GlobalStatementSyntax => true,
        BlockSyntax { Parent: BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax } => true,
        BlockSyntax { Parent: TryStatementSyntax @try } block when @try.Block == block => IsLast(@try),
        BlockSyntax { Parent: UsingStatementSyntax @using } => IsLast(@using),
        BlockSyntax { Parent: BlockSyntax } block => IsLast(block),
        _ => false,
    };

    private static IEnumerable<StatementSyntax> Behind(StatementSyntax statement)
    {
        var siblings = statement.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }
            ? unit.Members.OfType<GlobalStatementSyntax>().Select(static it => it.Statement)
            : ((BlockSyntax)statement.Parent!).Statements;
        return siblings.SkipWhile(it => it != statement).Skip(1).Where(static it => !IsNothing(it));
    }

    private static bool IsNothing(StatementSyntax statement) => statement is LocalFunctionStatementSyntax
        or ReturnStatementSyntax { Expression: null or LiteralExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } };

    // The last statement beside this one: behind it the task can be awaited. A value that is computed to be returned would wait.
    private static StatementSyntax? EndOf(StatementSyntax statement)
        => statement.Parent is GlobalStatementSyntax or BlockSyntax && Behind(statement).LastOrDefault() is { } last && last is not (ReturnStatementSyntax or ThrowStatementSyntax) && IsLast(last) ? last : null;

    private static void Await(DocumentEditor editor, ExpressionSyntax call, StatementSyntax? statement)
    {
        var dropped = statement switch
        {
            ExpressionStatementSyntax it => it.Expression,
            LocalDeclarationStatementSyntax it => it.Declaration.Variables[0].Initializer!.Value,
            _ => call.Parent.IsDiscard() ? (ExpressionSyntax)call.Parent! : call,
        };
        if (statement is LocalDeclarationStatementSyntax { SemicolonToken: var semicolon })
        {
            // A local that is never read, and for a task without a result cannot be.
            editor.ReplaceNode(statement, (current, _) => SyntaxFactory.ExpressionStatement(
                Discards.Awaited(((LocalDeclarationStatementSyntax)current).Declaration.Variables[0].Initializer!.Value.WithoutLeadingTrivia()),
                semicolon).WithLeadingTrivia(current.GetLeadingTrivia()));
            return;
        }

        editor.ReplaceNode(dropped, static (current, _) => Discards.Awaited((ExpressionSyntax)current));
    }

    private static void AwaitAtEnd(DocumentEditor editor, StatementSyntax statement, StatementSyntax end, Finding finding)
    {
        var name = statement is LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] }
            ? variable.Identifier.ValueText
            : finding.Semantics.FreshName(statement.SpanStart, "run");
        if (statement is ExpressionStatementSyntax)
        {
            editor.ReplaceNode(statement, (current, _) => Discards.Kept((ExpressionStatementSyntax)current, name));
        }

        editor.AddAfter(end, NewCode.Statements($"await {name};"));
    }

    private static void MakeAsync(DocumentEditor editor, SyntaxNode? function, IMethodSymbol? symbol)
    {
        if (function is not null && symbol is not null)
        {
            editor.MakeAsync(function, symbol);
        }
    }
}
