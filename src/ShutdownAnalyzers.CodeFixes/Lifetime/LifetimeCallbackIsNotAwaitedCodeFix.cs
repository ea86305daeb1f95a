namespace ShutdownAnalyzers.Lifetime;

/// <summary>
/// SHUT301: the callback waits for its work, five seconds at most: <c>Task.Run(async () => ...).Wait(TimeSpan.FromSeconds(5))</c>.
/// The host waits for callbacks without a limit, so the wait has one of its own.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LifetimeCallbackIsNotAwaitedCodeFix))]
public sealed class LifetimeCallbackIsNotAwaitedCodeFix() : ShutdownCodeFix(Rules.LifetimeCallbackIsNotAwaited)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is ExpressionSyntax callback && EditOf(callback, finding) is { } edit)
        {
            yield return new Repair("Wait for the work, with a limit", "Wait", finding, edit);
        }
    }

    private static Action<DocumentEditor>? EditOf(ExpressionSyntax callback, Finding finding)
    {
        if (callback is AnonymousFunctionExpressionSyntax lambda)
        {
            return EditOfLambda(lambda, finding);
        }

        return finding.Operation(callback).Bare() switch
        {
            ILocalReferenceOperation local when finding.Model.Values.Of(local.Local, local) is [{ } value] && value.Bare().Syntax is AnonymousFunctionExpressionSyntax held => EditOfLambda(held, finding),
            IMethodReferenceOperation group => EditOfMethod(callback, group.Method, finding),
            _ => null,
        };
    }

    private static Action<DocumentEditor>? EditOfLambda(AnonymousFunctionExpressionSyntax lambda, Finding finding) => Functions.IsAsync(lambda)
        ? editor => editor.ReplaceNode(lambda, static (current, _) => Waiting((AnonymousFunctionExpressionSyntax)current))
        : EditOfDropped(lambda, finding);

    // A method that only this registration calls can be changed: it returns its task, or waits for what it dropped.
    private static Action<DocumentEditor>? EditOfMethod(ExpressionSyntax callback, IMethodSymbol method, Finding finding)
    {
        if (method is { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null }
            || method.OriginalDefinition.DeclaringSyntaxReferences is not [var declared]
            || declared.SyntaxTree != finding.Root.SyntaxTree
            || finding.Model.References.To(method) is not { IsDefault: false, Length: 1 }
            || declared.GetSyntax() is not { } function)
        {
            return null;
        }

        var type = function switch
        {
            MethodDeclarationSyntax it => it.ReturnType,
            LocalFunctionStatementSyntax it => it.ReturnType,
            _ => null,
        };
        if (!method.IsAsync || type is null)
        {
            return EditOfDropped(function, finding);
        }

        var parameters = method.Parameters.Select(static it => Names.Escaped(it.Name)).ToArray();
        var head = parameters.Length == 1 ? parameters[0] : $"({string.Join(", ", parameters)})";
        return editor =>
        {
            editor.ReplaceNode(type, static (current, _) => NewCode.Type("global::System.Threading.Tasks.Task").WithTriviaFrom(current));
            editor.ReplaceNode(callback, (current, _) => ((LambdaExpressionSyntax)SyntaxFactory.ParseExpression($"{head} => 0"))
                .WithExpressionBody(Wait(SyntaxFactory.ParseExpression($"() => {current.WithoutTrivia()}({string.Join(", ", parameters)})")))
                .WithTriviaFrom(current));
        };
    }

    // async () => body  ->  () => Task.Run(async () => body).Wait(...)
    private static SyntaxNode Waiting(AnonymousFunctionExpressionSyntax lambda)
    {
        var run = Wait(SyntaxFactory.ParenthesizedLambdaExpression(
            [SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space)],
            SyntaxFactory.ParameterList(),
            lambda.Block?.WithoutTrailingTrivia(),
            lambda.ExpressionBody?.WithoutTrailingTrivia())
            .WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(lambda is LambdaExpressionSyntax { ArrowToken.TrailingTrivia: var behind } ? behind : SyntaxFactory.TriviaList(SyntaxFactory.Space))));
        var async = lambda.Modifiers.First(static it => it.IsKind(SyntaxKind.AsyncKeyword));
        var said = Discards.Remarks(async.TrailingTrivia);
        var plain = lambda.WithModifiers(lambda.Modifiers.Remove(async));
        plain = plain switch
        {
            AnonymousMethodExpressionSyntax it => it.WithBlock(SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(run))
                .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation)),
            LambdaExpressionSyntax it => it
                .WithBlock(null)
                .WithExpressionBody(run.WithTrailingTrivia(lambda.GetTrailingTrivia()))
                .WithArrowToken(it.ArrowToken.WithTrailingTrivia(SyntaxFactory.Space)),
            _ => plain,
        };
        return plain.WithLeadingTrivia(lambda.GetLeadingTrivia().AddRange(async.LeadingTrivia == lambda.GetLeadingTrivia() ? SyntaxFactory.TriviaList() : async.LeadingTrivia).AddRange(said));
    }

    // The tasks that the function throws away itself: those of helpers deeper down are other callers' too.
    private static Action<DocumentEditor>? EditOfDropped(SyntaxNode function, Finding finding)
    {
        var dropped = Functions.OwnNodes(function).OfType<ExpressionSyntax>()
            .Where(it => it.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax || it == Functions.BodyOf(function))
            .Where(it => finding.Operation(Core(it)) is { } task && Consumption.IsDeferred(task.Type, finding.Model.Types) && finding.Model.NobodyWaitsFor(task))
            .ToList();
        return dropped.Count == 0 ? null : editor =>
        {
            foreach (var expression in dropped)
            {
                var isPlain = finding.Operation(Core(expression))!.Type.DerivesFrom(finding.Model.Types.Task);
                editor.ReplaceNode(expression, (current, _) => Bounded((ExpressionSyntax)current, isPlain));
            }
        };
    }

    private static ExpressionSyntax Core(ExpressionSyntax dropped) => dropped.IsDiscard() ? ((AssignmentExpressionSyntax)dropped).Right : dropped;

    // X()  ->  Task.Run(() => X()).Wait(...)
    private static ExpressionSyntax Bounded(ExpressionSyntax dropped, bool isPlain)
    {
        var value = Discards.Value(dropped);
        var lambda = (LambdaExpressionSyntax)SyntaxFactory.ParseExpression(isPlain ? "() => 0" : "async () => await x");
        var bare = value.WithoutTrivia();
        lambda = isPlain
            ? lambda.WithExpressionBody(bare)
            : lambda.WithExpressionBody(((AwaitExpressionSyntax)lambda.ExpressionBody!).WithExpression(bare));
        return Wait(lambda).WithTriviaFrom(value);
    }

    private static ExpressionSyntax Wait(ExpressionSyntax work)
    {
        var wait = NewCode.Expression("global::System.Threading.Tasks.Task.Run(work).Wait(global::System.TimeSpan.FromSeconds(5))");
        return wait.ReplaceNode(wait.DescendantNodes().OfType<IdentifierNameSyntax>().First(static it => it.Identifier.ValueText == "work"), work);
    }
}
