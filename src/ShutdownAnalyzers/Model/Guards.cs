namespace ShutdownAnalyzers.Model;

/// <summary>Answers "does a catch on this way keep the exception of this step from getting out?": in the function itself and in those that call it.</summary>
internal sealed class Guards
{
    private readonly ShutdownModel model;
    private readonly ImmutableArray<(int First, int Last, ITryOperation Try, Frame Frame)> guarded;

    public Guards(ImmutableArray<Step> steps, ShutdownModel model)
    {
        this.model = model;
        var found = ImmutableArray.CreateBuilder<(int, int, ITryOperation, Frame)>();
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Operation is IBlockOperation { Parent: ITryOperation { Catches.IsEmpty: false } @try } body && @try.Body == body)
            {
                found.Add((steps[i].First, i, @try, steps[i].Frame));
            }
        }

        guarded = found.ToImmutable();
    }

    /// <summary>The exception of the step of this index is caught. A filter that cannot be read counts as one that takes it.</summary>
    public bool Catch(int step, ITypeSymbol? exception)
        => guarded.Any(it => it.First <= step && step <= it.Last && it.Try.Catches.Any(clause => Takes(clause, exception, it.Frame)));

    private bool Takes(ICatchClauseOperation clause, ITypeSymbol? exception, Frame frame)
        => (clause.ExceptionType is not INamedTypeSymbol caught || caught.SpecialType == SpecialType.System_Object || exception.DerivesFrom(caught)

            // What a cancelled task throws where it is awaited.
            || (caught.IsA(model.Types.TaskCanceledException) && exception.IsA(model.Types.OperationCanceledException)))
        && (clause.Filter is null || model.Catches.Filter(clause.Filter, frame) != false)
        && clause.Handler.Operations.LastOrDefault() is not IThrowOperation;
}
