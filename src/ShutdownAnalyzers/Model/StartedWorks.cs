using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "what does this function leave running?": tasks, threads, timers and subscriptions, its helpers' too.</summary>
/// <param name="model">The project.</param>
/// <param name="steps">The steps of functions, as far as something may be started there.</param>
internal sealed class StartedWorks(ShutdownModel model, Steps steps)
{
    private readonly ConcurrentDictionary<IOperation, ImmutableArray<StartedWork>> known = new();

    public IEnumerable<StartedWork> Of(IMethodSymbol function) => model.Starting.MayBeIn(function) && model.Bodies.Of(function) is { } body ? Of(body) : [];

    /// <summary>What the start path of this hosted type, as far as the type itself declares it, leaves running: constructors, initializers, start methods.</summary>
    public IEnumerable<StartedWork> OfStart(INamedTypeSymbol type) => OfMembers(type, it => it.MethodKind == MethodKind.Constructor || model.Contracts.IsStart(it));

    /// <summary>The same, and what its <c>ExecuteAsync</c> leaves running.</summary>
    public IEnumerable<StartedWork> OfStartAndBody(INamedTypeSymbol type) => OfMembers(type, it => it.MethodKind == MethodKind.Constructor || model.Contracts.IsStart(it) || model.Contracts.IsExecute(it));

    private IEnumerable<StartedWork> OfMembers(INamedTypeSymbol type, Func<IMethodSymbol, bool> starts)
        => Bodies.CodeOf(type).Select(it => it switch
            {
                EqualsValueClauseSyntax when model.Starting.MayBeIn(it) => model.Bodies.OperationOf(it),
                BaseMethodDeclarationSyntax when model.Bodies.DeclaredBy(it) is { } method && starts(method) && model.Starting.MayBeIn(method) => model.Bodies.Of(method),
                _ => null,
            })
            .OfType<IOperation>().Distinct()
            .SelectMany(it => Of(it))
            .Where(it => !IsStartOfAnother(it.Step));

    // A call of another start path, of the base or of another hosted type: its findings are told there.
    private bool IsStartOfAnother(Step step)
        => step.Outer is IInvocationOperation outer && !ReferenceEquals(outer, step.Operation) && model.Contracts.IsStart(outer.TargetMethod);

    private ImmutableArray<StartedWork> Of(IOperation body) => known.GetOrAdd(body.Bare(), it => [.. In(steps.Of(it))]);

    private IEnumerable<StartedWork> In(ImmutableArray<Step> steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (!steps[i].IsDetached && KindOf(steps[i]) is { } kind)
            {
                yield return new StartedWork(steps[i], kind, ImmutableArray.Create(steps, steps[i].First, i + 1 - steps[i].First));
            }
        }
    }

    private WorkKind? KindOf(Step step) => step.Operation switch
    {
        IInvocationOperation call => OfCall(call, step.Frame),
        IObjectCreationOperation creation => OfCreation(creation),
        IEventAssignmentOperation { Adds: true } => WorkKind.Handler,
        _ => null,
    };

    private WorkKind? OfCall(IInvocationOperation call, Frame frame)
    {
        var method = call.TargetMethod;
        if (Subscriptions.IsKept(call))
        {
            return method.Name == "CreateTimer" ? WorkKind.Timer : WorkKind.Handler;
        }

        if (StartedObjects.IsStart(call, frame, model))
        {
            return WorkKind.Object;
        }

        if (Consumption.IsDeferred(call.Type, model.Types))
        {
            return !IsCombinator(method) && model.LeftRunning.Is(call) ? WorkKind.Task : null;
        }

        return method switch
        {
            { IsAsync: true, ReturnsVoid: true } => WorkKind.Task,
            { Name: "Start" or "UnsafeStart" } when method.ContainingType.IsA(model.Types["System.Threading.Thread"]) => WorkKind.Thread,
            { Name: "Start" } when method.ContainingType.DerivesFrom(model.Types.Task) => WorkKind.Task,
            _ => model.Handovers.Starts(method) ? WorkKind.Task : null,
        };
    }

    private WorkKind? OfCreation(IObjectCreationOperation creation)
        => creation.Type.IsA(model.Types["System.Threading.Thread"]) ? WorkKind.Thread
        : creation.Type.IsA(model.Types["System.Threading.Timer"]) ? WorkKind.Timer
        : null;

    private bool IsCombinator(IMethodSymbol method)
        => method.DeclaringSyntaxReferences.Length == 0
        && Combinators.Names.Contains(method.Name)
        && (method.ContainingType.DerivesFrom(model.Types.Task) || method.ContainingType.IsA(model.Types.ValueTask) || method.ContainingType.IsA(model.Types.ValueTaskOfT)
            || method.ContainingType.IsA(model.Types["System.Threading.Tasks.TaskExtensions"]) || method.ContainingType.IsA(model.Types["System.Threading.Tasks.TaskAsyncEnumerableExtensions"]));
}
