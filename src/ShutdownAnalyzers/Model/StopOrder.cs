namespace ShutdownAnalyzers.Model;

/// <summary>
/// The order in which a hosted type stops: <c>StoppingAsync</c>, <c>StopAsync</c>, <c>StoppedAsync</c>, then disposal, each
/// with what it calls; of the type, its bases and those that derive from it.
/// </summary>
internal sealed class StopOrder
{
    private readonly ImmutableArray<(int Phase, ImmutableArray<Step> Steps)> parts;

    public StopOrder(INamedTypeSymbol type, ShutdownModel model)
        => parts =
        [
            .. type.OriginalDefinition.SourceHierarchy().Concat(model.SourceTypes.DerivedFrom(type))
                .SelectMany(static it => it.GetMembers().OfType<IMethodSymbol>())
                .Where(it => it.MethodKind != MethodKind.Destructor && (model.Contracts.IsStop(it) || model.Contracts.IsDispose(it)))
                .Select(it => (PhaseOf(it, model), model.Steps.Of(it))),
        ];

    /// <summary>Neither the type nor its relatives have a stop or dispose method.</summary>
    public bool IsEmpty => parts.IsEmpty;

    /// <summary>What the type runs when it is told to stop, without its disposal.</summary>
    public IEnumerable<Step> StopSteps => parts.Where(static it => it.Phase < Disposal).SelectMany(static it => it.Steps);

    /// <summary>Everything that it runs, its disposal too.</summary>
    public IEnumerable<Step> AllSteps => parts.SelectMany(static it => it.Steps);

    private const int Disposal = 3;

    /// <summary>The first comes before the second, or may: what stands in no stop method of the type counts as early.</summary>
    public bool MayPrecede(IOperation first, IOperation second)
    {
        var (firsts, seconds) = (PlacesOf(first), PlacesOf(second));
        return firsts.Count == 0 || seconds.Count == 0 || firsts.Any(it => seconds.Any(other => it.Phase < other.Phase || (it.Part == other.Part && it.Index < other.Index)));
    }

    private static int PhaseOf(IMethodSymbol method, ShutdownModel model)
        => model.Contracts.IsDispose(method) ? Disposal
        : method.Name.EndsWith("StoppingAsync", StringComparison.Ordinal) ? 0
        : method.Name.EndsWith("StoppedAsync", StringComparison.Ordinal) ? 2
        : 1;

    private List<(int Phase, int Part, int Index)> PlacesOf(IOperation operation)
    {
        var places = new List<(int, int, int)>();
        for (var part = 0; part < parts.Length; part++)
        {
            for (var index = 0; index < parts[part].Steps.Length; index++)
            {
                if (parts[part].Steps[index].Operation is var step && step.Syntax == operation.Syntax && step.Kind == operation.Kind)
                {
                    places.Add((parts[part].Phase, part, index));
                }
            }
        }

        return places;
    }
}
