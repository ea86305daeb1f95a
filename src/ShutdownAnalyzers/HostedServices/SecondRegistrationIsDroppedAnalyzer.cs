namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT214: <c>AddHostedService(factory)</c> for a type of which the collection has a hosted service already.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecondRegistrationIsDroppedAnalyzer() : ShutdownAnalyzer(Rules.SecondRegistrationIsDropped)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (HostedRegistration.DeclaringType(model.Types) is not null)
        {
            context.RegisterCalls(model, ["AddHostedService"], operation => Analyze(operation, model));
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        // Without a factory a second call is meant to change nothing; nor does it where both hand out one instance.
        if (HostedRegistration.Of((IInvocationOperation)context.Operation, model.Types) is { Factory: not null } registration && !registration.IsForward(model))
        {
            var uses = CollectionUse.Of(registration.Call, model);
            if (IsRepeated(uses, registration) || HasPredecessor(uses, registration, model))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.SecondRegistrationIsDropped, registration.Call.NamePlace(), registration.Type.Name));
            }
        }
    }

    private static bool HasPredecessor(ImmutableArray<CollectionUse> uses, HostedRegistration second, ShutdownModel model)
        => HostedRegistration.AllOf(second.Type, model)
            .Where(first => first.Factory?.Syntax.IsEquivalentTo(second.Factory!.Syntax) != true)
            .Any(first => CollectionUse.Of(first.Call, model).Any(it => uses.Any(it.Precedes)));

    // One call that is made again with other values: in a loop, or in a helper that is called with this and then with that.
    private static bool IsRepeated(ImmutableArray<CollectionUse> uses, HostedRegistration registration)
        => uses.Any(VariesInLoop)
        || (ReadsParameter(registration.Factory!) && uses.Any(first => uses.Any(second => first.Precedes(second) && !Arguments(first.At).SequenceEqual(Arguments(second.At)))));

    private static bool VariesInLoop(CollectionUse use)
    {
        foreach (var around in use.At.Ancestors())
        {
            switch (around)
            {
                case ILoopOperation loop:
                    return !use.BeginsIn(loop.Syntax)
                        && use.At.Descendants().OfType<ILocalReferenceOperation>().Any(it => IsDeclaredIn(it.Local, loop.Syntax) && !IsDeclaredIn(it.Local, use.At.Syntax));
                case IAnonymousFunctionOperation lambda:
                    return lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ForEach" } }
                        && !use.BeginsIn(lambda.Syntax)
                        && use.At.Descendants().OfType<IParameterReferenceOperation>().Any(it => it.Parameter.ContainingSymbol.Is(lambda.Symbol));
            }
        }

        return false;
    }

    private static bool IsDeclaredIn(ILocalSymbol local, SyntaxNode node) => local.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == node.SyntaxTree && node.Span.Contains(it.Span));

    private static bool ReadsParameter(IOperation factory)
        => factory.Descendants().OfType<IParameterReferenceOperation>().Any(it => !it.Parameter.ContainingSymbol.Is((factory as IAnonymousFunctionOperation)?.Symbol));

    private static IEnumerable<string> Arguments(IOperation call)
        => ((IInvocationOperation)call).Arguments.Where(it => it.Value != ((IInvocationOperation)call).Receiver()).Select(static it => it.Value.Syntax.ToString());
}
