namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT215: a type is a singleton and a hosted service, each with an instance of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HostedTwinAnalyzer() : ShutdownAnalyzer(Rules.HostedTwin)
{
    /// <summary>Set where the singleton can be asked for by its own type.</summary>
    internal const string AsItself = nameof(AsItself);

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (HostedRegistration.DeclaringType(model.Types) is not null)
        {
            context.RegisterCalls(model, ["AddHostedService", "AddSingleton"], operation => Analyze(operation, model));
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        if ((HostedRegistration.Of(call, model.Types) ?? HostedRegistration.OfSingleton(call, model.Types)) is not { } hosted || !MakesInstance(hosted, model))
        {
            return;
        }

        var uses = CollectionUse.Of(hosted.Call, model);
        var twins = SingletonRegistration.AllOf(hosted.Type, model).Where(it => IsInSameCollection(it.Call, uses, model)).ToImmutableArray();
        if (twins.FirstOrDefault(it => it.Service.Is(hosted.Type)) is { } itself)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.HostedTwin, hosted.Call.NamePlace(), [itself.Call.NamePlace()], ImmutableDictionary<string, string?>.Empty.Add(AsItself, ""), hosted.Type.Name));
        }
        else if (twins is [var twin, ..])
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.HostedTwin, hosted.Call.NamePlace(), [twin.Call.NamePlace()], hosted.Type.Name));
        }
    }

    private static bool MakesInstance(HostedRegistration hosted, ShutdownModel model)
        => hosted.Factory is null || model.Callees.OfDelegate(hosted.Factory).SelectMany(Values.Returned).Any(it => model.Creations.CreatedBy(it).Is(hosted.Type));

    private static bool IsInSameCollection(IInvocationOperation singleton, ImmutableArray<CollectionUse> uses, ShutdownModel model)
        => CollectionUse.Of(singleton, model).Any(one => uses.Any(other => (one.Precedes(other) || other.Precedes(one)) && !TakesOut(one.At.Root(), model.Types)));

    // services.RemoveAll<X>(), services.Replace(...): what is left in the end cannot be told from the calls that add.
    private static bool TakesOut(IOperation code, KnownTypes types)
        => code.Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name is "RemoveAll" or "Replace" or "Remove" or "RemoveAt" && it.Receiver()?.Type.DerivesFrom(types.ServiceCollection) == true);
}
