namespace ShutdownAnalyzers.Ownership;

/// <summary>SHUT701: <c>AddSingleton(new X())</c> becomes <c>AddSingleton(_ => new X())</c>: what a factory returns the container disposes.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SingletonInstanceIsNotDisposedCodeFix))]
public sealed class SingletonInstanceIsNotDisposedCodeFix() : ShutdownCodeFix(Rules.SingletonInstanceIsNotDisposed)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<ArgumentSyntax>() is { Parent.Parent: ExpressionSyntax call } argument
            && finding.Operation(argument) is IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter, Value: var instance }
            && Registrations.TakesInstance(parameter, method, finding.Model.Types)
            && CanBeDelayed(argument.Expression, instance, finding))
        {
            yield return new Repair("Let the container own it: register a factory", "Factory", finding, editor =>
            {
                editor.ReplaceNode(argument, (current, _) => Factory((ArgumentSyntax)current, method));
                editor.ReplaceNode(call, (current, _) => Registration((ExpressionSyntax)current));
            });
        }
    }

    // The factory runs later, in another function: there is no await, no variable of the caller is changed, and what it reads
    // has neither changed nor been disposed by then. A local stays where it is created.
    private static bool CanBeDelayed(ExpressionSyntax expression, IOperation instance, Finding finding)
        => instance.Bare() is ILocalReferenceOperation
        || (!instance.DescendantsAndSelf().Any(static it => it is IAwaitOperation)
            && finding.Semantics.AnalyzeDataFlow(expression) is { Succeeded: true, DataFlowsOut.IsEmpty: true } flow
            && flow.WrittenInside.Concat(flow.ReadInside).Except(flow.VariablesDeclared, SymbolEqualityComparer.Default)
                .All(it => it is not (null or ILocalSymbol { IsUsing: true }) && !IsWritten(it, instance.Root())));

    private static bool IsWritten(ISymbol variable, IOperation code) => code.Descendants().Any(it => it switch
    {
        IAssignmentOperation assignment => assignment.Target.ReferencedSymbol().Is(variable),
        IIncrementOrDecrementOperation step => step.Target.ReferencedSymbol().Is(variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value.ReferencedSymbol().Is(variable),
        _ => false,
    });

    private static ArgumentSyntax Factory(ArgumentSyntax argument, IMethodSymbol method)
    {
        var lambda = (LambdaExpressionSyntax)SyntaxFactory.ParseExpression(method.Parameters.Any(static it => it.Name == "serviceKey") ? "(_, _) => 0" : "_ => 0");
        var factory = argument.WithExpression(lambda
            .WithBody(argument.Expression.WithoutLeadingTrivia())
            .WithLeadingTrivia(argument.Expression.GetLeadingTrivia()));
        var name = method.MethodKind == MethodKind.Constructor ? "factory" : "implementationFactory";
        return factory.NameColon is { } named ? factory.WithNameColon(named.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(named.Name))) : factory;
    }

    private static ExpressionSyntax Registration(ExpressionSyntax call) => call switch
    {
        BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } descriptor => descriptor.WithArgumentList(arguments.AddArguments(SyntaxFactory
            .Argument(NewCode.Expression("global::Microsoft.Extensions.DependencyInjection.ServiceLifetime.Singleton").WithLeadingTrivia(SyntaxFactory.Space))
            .WithNameColon(arguments.Arguments.Any(static it => it.NameColon is not null) ? SyntaxFactory.NameColon("lifetime") : null))),

        // A logging builder only takes instances; its services take factories.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "AddProvider" } name } access } invocation => invocation
            .WithExpression(SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                access.WithName(SyntaxFactory.IdentifierName("Services")),
                SyntaxFactory.GenericName(SyntaxFactory.Identifier("AddSingleton"), SyntaxFactory.TypeArgumentList([NewCode.Type("global::Microsoft.Extensions.Logging.ILoggerProvider")]))
                    .WithTriviaFrom(name))),
        _ => call,
    };
}
