using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>What tasks there are, and whether anybody waits for them.</summary>
internal static class TaskUses
{
    /// <summary>
    /// Nothing awaits, waits for, returns, or looks at the end of the task, nor of one that is made of it or waits for it.
    /// Of a call without a task: it is <c>async void</c>.
    /// </summary>
    public static bool NobodyWaitsFor(this ShutdownModel model, IOperation task)
        => task is not IInvocationOperation { TargetMethod: { ReturnsVoid: true, IsAsync: false } }
        && model.Uses.Of(task).All.All(use => use switch
        {
            { Kind: UseKind.Dropped } => true,
            { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "ContinueWith" or "WaitAsync" or "Unwrap" or "AsTask" or "Preserve" } made } => model.NobodyWaitsFor(made),
            { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "Status" or "Id" } glance } => !glance.IsInLoop(),

            { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", Instance: ILocalReferenceOperation } glance }
                => IsPassingLook(glance, task),
            { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" } glance }
                => model.IsStatus(glance),
            { Kind: UseKind.Passed, Operation: IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" } combinator } made } => combinator.ContainingType.IsA(model.Types.Task) && model.NobodyWaitsFor(made),

            // Task.Run(() => X()): who waits for it waits for X.
            { Kind: UseKind.Awaited or UseKind.Returned } => use.Operation.EnclosingFunction() is IAnonymousFunctionOperation lambda
                && lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation runner } && model.Handovers.Starts(runner.TargetMethod) && model.NobodyWaitsFor(runner),
            _ => false,
        });

    // if (!task.IsCompleted) { log }: one look, right behind the call. In a loop or a lambda it may be a wait, and behind another wait the
    // task was given its time.
    private static bool IsPassingLook(IOperation glance, IOperation task)
        => !glance.IsInLoop()
        && task.EnclosingFunction() is var function && glance.EnclosingFunction().Syntax == function.Syntax
        && !function.OwnDescendantsAndSelf().Any(it => it is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "Wait" } && it.Syntax.SpanStart > task.Syntax.Span.End && it.Syntax.Span.End < glance.Syntax.SpanStart);

    // public bool IsIdle => task.IsCompleted: it is told to whoever asks, and nobody asks until it is so.
    private static bool IsStatus(this ShutdownModel model, IOperation glance)
        => !glance.IsInLoop()
        && StatusAround(glance, model) is { IsOverride: false, IsVirtual: false, Type.SpecialType: SpecialType.System_Boolean } status
        && !status.ContainingType.AllInterfaces.Any(it => !it.GetMembers(status.Name).IsEmpty)
        && model.References.To(status) is { IsDefault: false } questions
        && questions.All(static it => !it.IsInLoop() && it.EnclosingFunction() is not (IAnonymousFunctionOperation or ILocalFunctionOperation));

    private static IPropertySymbol? StatusAround(IOperation glance, ShutdownModel model) => model.Bodies.MemberAround(glance) switch
    {
        IPropertySymbol property when glance.Root().Syntax is not EqualsValueClauseSyntax => property,
        IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol property } => property,
        _ => null,
    };

    /// <summary>The type is one of the framework's tasks.</summary>
    public static bool IsTask(this KnownTypes types, ITypeSymbol? type)
        => type.DerivesFrom(types.Task) || type.IsA(types.ValueTask) || type.IsA(types.ValueTaskOfT);

    /// <summary><c>Task.CompletedTask</c>, <c>Task.FromResult(..)</c>, <c>ValueTask.CompletedTask</c>.</summary>
    public static bool IsCompletedTask(this IOperation? value, KnownTypes types) => value.Bare() switch
    {
        IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType: var owner } } => owner.Is(types.Task) || owner.Is(types.ValueTask),
        IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType: var owner } } => owner.Is(types.Task) || owner.Is(types.ValueTask),
        _ => false,
    };
}
