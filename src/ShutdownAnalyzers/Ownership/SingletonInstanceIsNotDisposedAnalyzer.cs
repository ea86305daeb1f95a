using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Ownership;

/// <summary>SHUT701: <c>AddSingleton(new X())</c>: the container disposes what it creates, not what it is handed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingletonInstanceIsNotDisposedAnalyzer() : ShutdownAnalyzer(Rules.SingletonInstanceIsNotDisposed)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.ServiceCollection is not null)
        {
            var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of(Registrations.InstanceTakers, static it => WrittenSignatures.HasParameters(it, 2)));
            context.RegisterCode(
                model,
                it => it.CallsOf(helpers.Value).SelectMany(static call => call.ArgumentList.Arguments).Concat(it.CreationsOf("ServiceDescriptor").Cast<BaseObjectCreationExpressionSyntax>().SelectMany(static creation => creation.ArgumentList?.Arguments ?? [])),
                operation => Analyze(operation, model),
                OperationKind.Argument);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        if (context.Operation is IArgumentOperation { Parameter: { } parameter } argument
            && MethodOf(argument.Parent!) is { } method
            && (Registrations.TakesInstance(parameter, method, model.Types) || IsHandedOnToContainer(parameter, method, argument, model))
            && Creation(argument.Value, model) is { } creation
            && model.Creations.CreatedBy(creation) is { } type
            && model.Disposals.Matter(type)
            && model.Owner.Of(creation).IsNeverReleased)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SingletonInstanceIsNotDisposed, argument.Syntax.GetLocation(), type.Name));
        }
    }

    // A helper of the project that extends the registrations, and registers what it is handed.
    private static bool IsHandedOnToContainer(IParameterSymbol parameter, IMethodSymbol method, IArgumentOperation argument, ShutdownModel model)
        => method.Parameters.Any(it => it.Type.DerivesFrom(model.Types.ServiceCollection) || it.Type.DerivesFrom(model.Types["Microsoft.Extensions.Hosting.IHostApplicationBuilder"]))
        && model.Bodies.Of(method) is not null
        && model.Uses.OfHeldBy(parameter, argument).Operations(UseKind.Passed).Any(it => MethodOf(it) is { } inner && Registrations.TakesInstance(inner, model.Types));

    private static IMethodSymbol? MethodOf(IOperation callOrCreation)
        => callOrCreation is IObjectCreationOperation creation ? creation.Constructor : (callOrCreation as IInvocationOperation)?.TargetMethod;

    // The creation on the spot, or the one that initializes the local which is handed over. What a field, a parameter or a
    // property holds belongs to somebody else.
    private static IOperation? Creation(IOperation instance, ShutdownModel model) => instance.Bare() switch
    {
        ILocalReferenceOperation { Local: var local } reference => reference.Root().DescendantsAndSelf().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(it => it.Symbol.Is(local))?.GetVariableInitializer()?.Value.Bare(),
        var it => it,
    };
}
