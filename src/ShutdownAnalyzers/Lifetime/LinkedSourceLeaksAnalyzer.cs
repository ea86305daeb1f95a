namespace ShutdownAnalyzers.Lifetime;

/// <summary>SHUT304: a source linked to a token that lives as long as the application, and that nobody disposes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LinkedSourceLeaksAnalyzer() : ShutdownAnalyzer(Rules.LinkedSourceLeaks)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.CancellationTokenSource is { } source && model.Types.HostedService is not null)
        {
            var makers = new Makers(model, source, IsLinking, static usage => usage.Has(UseKind.Returned));
            var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of(["CreateLinkedTokenSource"], static it => WrittenSignatures.Returns(it, "CancellationTokenSource", "IDisposable")));
            context.RegisterCode(model, it => it.CallsOf(helpers.Value).Where(static call => !Occurrences.IsScoped(call)), it => Analyze(it, model, makers), OperationKind.Invocation);

            bool IsLinking(IOperation it) => it is IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource" } create } && create.ContainingType.Is(source);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model, Makers makers)
    {
        var call = (IInvocationOperation)context.Operation;

        // A helper that returns the source is not to blame: its callers are, and each of them is looked at.
        if (makers.Of(call) is not { } usage || usage.Has(UseKind.Returned) || !Leaks(call, usage, model) || LongLived(call, model) is not { } token)
        {
            return;
        }

        var repetition = model.Repetitions.Of(call);
        if (repetition != Repetition.Once)
        {
            var severity = repetition == Repetition.Often ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
            context.ReportDiagnostic(Diagnostic.Create(Rules.LinkedSourceLeaks, call.Syntax.GetLocation(), severity, null, null, token));
        }
    }

    private static bool Leaks(IInvocationOperation call, Usage usage, ShutdownModel model)
        => !usage.Has(UseKind.Passed) && (model.Owner.Of(call).IsNeverReleased || ReplacedSource.IsDropped(call, usage, model));

    // What the source is linked to, as far as that outlives the call.
    private static string? LongLived(IInvocationOperation call, ShutdownModel model)
        => Tokens(call, model).FirstOrDefault(it => model.LifetimeTokens.Contains(it)) is { } token
            ? "'" + (token.ReferencedSymbol()?.Name ?? token.Syntax.ToString()) + "'"
            : null;

    private static IEnumerable<IOperation> Tokens(IInvocationOperation call, ShutdownModel model)
    {
        foreach (var operation in call.Arguments.SelectMany(static it => it.Value.DescendantsAndSelf()))
        {
            if (model.Signals.IsToken(operation.Type) && operation is IPropertyReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or ILocalReferenceOperation or IInvocationOperation)
            {
                yield return operation;
            }
        }

        if (model.Bodies.Of(call.TargetMethod) is { } helper)
        {
            foreach (var linking in helper.DescendantsAndSelf().OfType<IInvocationOperation>().Where(static it => it.TargetMethod.Name == "CreateLinkedTokenSource"))
            {
                foreach (var token in Tokens(linking, model))
                {
                    yield return token;
                }
            }
        }
    }
}
