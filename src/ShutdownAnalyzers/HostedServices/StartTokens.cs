namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// Where a start path hands its token to something that outlives it: work that nobody waits for, a field that is read
/// later, a registration. The token never fires once the start is over.
/// </summary>
internal sealed class StartTokens(ShutdownModel model, IMethodSymbol start)
{
    // What else may end the work. A time-out ends one call of it, not the work.
    private const Signal EndsWork = Signal.Stop | Signal.Connection | Signal.Caller | Signal.Unknown;

    private readonly ImmutableArray<Step> steps = model.Steps.Of(start);

    /// <summary>The references to the token, or to what carries it.</summary>
    public IEnumerable<IOperation> Misused()
        => InWork().Concat(Stored()).Concat(Registered()).SelectMany(AsSeenFromStart);

    private IEnumerable<(IOperation Token, Step Step)> InWork()
    {
        foreach (var work in model.StartedWorks.Of(start))
        {
            if (!IsEndedOtherwise(work) && !IsStoppedByCall(work) && !IsBoundedRetry(work))
            {
                foreach (var token in TokensIn(work.Site, work.Step.Frame))
                {
                    yield return (token, work.Step);
                }
            }
        }
    }

    // A field that is given the token, or a source linked to it alone, and read by code that runs later.
    private IEnumerable<(IOperation, Step)> Stored()
    {
        foreach (var step in steps.Where(static it => !it.IsDetached))
        {
            switch (step.Operation)
            {
                case ISimpleAssignmentOperation { Target: var target, Value: var value }
                    when target.Bare() is IMemberReferenceOperation { Member: { DeclaringSyntaxReferences.Length: > 0 } member }
                    && IsStartOnly(model.Signals.Of(value, step.Frame), value) && !model.Signals.OfMember(member).HearsStop() && IsReadLater(model.References.To(member)):
                    yield return (TokensIn(value, step.Frame).FirstOrDefault() ?? value, step);
                    break;

                case IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.Length: > 0 } creation:
                    foreach (var argument in creation.Arguments)
                    {
                        if (argument.Parameter is { } parameter && IsStartOnly(model.Signals.Of(argument.Value, step.Frame), argument.Value) && IsReadLater(ReadsOf(parameter.OriginalDefinition)))
                        {
                            yield return (argument.Value.Bare()!, step);
                        }
                    }

                    break;
            }
        }
    }

    // A callback on the token at the end of the start: nothing is left that it could cut short.
    private IEnumerable<(IOperation, Step)> Registered()
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] is { IsDetached: false, Operation: IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister" } method, Instance: { } token } call } step
                && method.ContainingType.IsA(model.Types.CancellationToken)
                && IsStartOnly(model.Signals.Of(token, step.Frame), token)
                && !model.Uses.Of(call).Has(UseKind.Using)
                && !steps.Skip(i).Any(it => !it.IsDetached && IsWait(it.Operation))
                && IsDoneAtOnce())
            {
                yield return (token.Bare()!, step);
            }
        }
    }

    private bool IsWait(IOperation operation)
        => operation is IAwaitOperation || (operation is IInvocationOperation call && Consumption.IsDeferred(call.Type, model.Types) && !model.LeftRunning.Is(call));

    private bool IsDoneAtOnce()
        => start.IsAsync || (model.Bodies.Of(start) is { } body && Values.Returned(body).All(static it => it.Bare() is IPropertyReferenceOperation { Property.Name: "CompletedTask" }));

    private bool IsStartOnly(Signal signal, IOperation value)
        => (model.Signals.IsToken(value.Bare()?.Type) || model.Signals.IsSource(value.Bare()?.Type)) && signal.Has(Signal.StartOnly) && !signal.HearsStop();

    // The token itself, and what was made with it, in the expression and in the lambdas and local functions that it names.
    private IEnumerable<IOperation> TokensIn(IOperation expression, Frame frame)
    {
        foreach (var (code, inside) in CodeOf(expression, frame))
        {
            foreach (var operation in code.DescendantsAndSelf())
            {
                if (IsVariable(operation) && !IsGuardOfStart(operation) && !IsPartOfToken(operation) && !IsOwnParameter(operation, code) && Carries(operation, inside))
                {
                    yield return operation;
                }
            }
        }
    }

    private List<(IOperation Code, Frame In)> CodeOf(IOperation expression, Frame frame)
    {
        var all = new List<(IOperation Code, Frame In)> { (expression, frame) };
        for (var i = 0; i < all.Count; i++)
        {
            var inside = all[i].In;
            foreach (var operation in all[i].Code.DescendantsAndSelf())
            {
                var (named, made) = operation switch
                {
                    IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } => (model.Bodies.Of(function), inside),
                    IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => (model.Bodies.Of(function), inside),
                    ILocalReferenceOperation { Type.TypeKind: TypeKind.Delegate } function => (model.Callees.OfDelegate(function).FirstOrDefault(), inside),

                    // A helper starts what it is handed.
                    IParameterReferenceOperation { Type.TypeKind: TypeKind.Delegate } function when inside.Argument(function.Parameter) is { } handed => (handed.Value.Bare(), handed.In),
                    _ => (null, inside),
                };
                if (named is not null && !all.Any(it => it.Code.Syntax == named.Syntax))
                {
                    all.Add((named, made));
                }
            }
        }

        return all;
    }

    private static bool IsVariable(IOperation operation)
        => operation is IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation
        || (operation is IPropertyReferenceOperation { Property: var property } && (property.Name == "Token" || property.DeclaringSyntaxReferences.Length > 0));

    // In source.Token the whole is the token.
    private bool IsPartOfToken(IOperation variable) => variable.Parent is IPropertyReferenceOperation whole && whole.Instance == variable && IsVariable(whole) && model.Signals.IsToken(whole.Type);

    // What a function in the code is handed is handed to it by the code.
    private bool IsOwnParameter(IOperation variable, IOperation code)
        => variable is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } function }
        && model.Bodies.Of(function) is { } body && code.Syntax.Span.Contains(body.Syntax.Span);

    private bool Carries(IOperation variable, Frame frame)
    {
        if (model.Signals.IsToken(variable.Type) || model.Signals.IsSource(variable.Type))
        {
            return IsStartOnly(model.Signals.Of(variable, frame), variable);
        }

        // An object that was made with it: options, a context. A task only stands for its own work.
        return variable is ILocalReferenceOperation { Type: { TypeKind: not TypeKind.Delegate } type }
            && !Consumption.IsDeferred(type, model.Types)
            && model.Signals.CarriedBy(variable, frame) == Signal.StartOnly;
    }

    // Task.Run(body, token): it keeps the body from starting, and that is all.
    private bool IsGuardOfStart(IOperation token)
        => token.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }
        && (model.Handovers.Starts(method) || (method.Name == "ContinueWith" && method.ContainingType.DerivesFrom(model.Types.Task)));

    private bool IsEndedOtherwise(StartedWork work) => work.Code.Any(it => it.Operation switch
    {
        ILoopOperation loop => LoopConditions.Read(model, loop).Kind == LoopEnd.AsksFlag,
        { } operation => IsVariable(operation) && (model.Signals.IsToken(operation.Type) || model.Signals.IsSource(operation.Type)) && !IsGuardOfStart(operation) && (model.Signals.Of(operation, it.Frame) & EndsWork) != 0,
    });

    // _bus.Start(token) goes on, and the stop path calls _bus.Stop().
    private bool IsStoppedByCall(StartedWork work)
        => work.Site is IInvocationOperation call && call.Receiver().ReferencedSymbol() is { } started && started is IFieldSymbol or IPropertySymbol or IParameterSymbol
        && model.References.To(started) is { IsDefault: false } references
        && references.Any(it => it.CallOn() is { } ending && Endings.IsEnding(ending.TargetMethod.Name) && model.Endings.RunsAtStop(ending));

    // It gives up after some attempts, with or without the token.
    private static bool IsBoundedRetry(StartedWork work)
    {
        var loops = work.Code.Select(static it => it.Operation).OfType<ILoopOperation>().ToList();
        return loops.Count > 0 && loops.All(static it => it switch
        {
            IForLoopOperation loop => IsComparison(loop.Condition),
            IWhileLoopOperation loop => IsComparison(loop.Condition),
            _ => false,
        });
    }

    private static bool IsComparison(IOperation? condition) => condition.Bare() is IBinaryOperation
    {
        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual,
    };

    private IEnumerable<IOperation> ReadsOf(IParameterSymbol parameter)
    {
        var type = parameter.ContainingType;
        if (type.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property && type.IsRecord)
        {
            return model.Signals.OfMember(property).HearsStop() ? [] : model.References.To(property);
        }

        // A parameter of a primary constructor, captured by other members.
        return model.Signals.Of(parameter).HearsStop() ? [] : model.Bodies.OfType(type)
            .SelectMany(static it => it.DescendantsAndSelf())
            .Where(it => it is IParameterReferenceOperation reference && reference.Parameter.Is(parameter))
            .Where(it => model.Bodies.FunctionAround(it) is { MethodKind: not MethodKind.Constructor });
    }

    private bool IsReadLater(ImmutableArray<IOperation> references) => !references.IsDefault && IsReadLater(references.AsEnumerable());

    private bool IsReadLater(IEnumerable<IOperation> references) => references.Any(it => !IsWritten(it) && !IsTidiedUp(it) && !RunsDuringStart(it));

    private static bool IsWritten(IOperation reference) => reference.BareParent() is IAssignmentOperation assignment && assignment.Target.Bare() == reference;

    private static bool IsTidiedUp(IOperation reference) => reference.CallOn() is { TargetMethod.Name: "Dispose" };

    private bool RunsDuringStart(IOperation reference)
        => model.Places.Of(reference) == Place.Stop
        || steps.Any(it => !it.IsDetached && it.Operation.Syntax == reference.Syntax);

    // A finding stands in the type of the start path: where another type uses the token, at the call that hands it over.
    private IEnumerable<IOperation> AsSeenFromStart((IOperation Token, Step Step) misuse)
    {
        if (misuse.Step.Outer is IInvocationOperation outer && !ReferenceEquals(outer, misuse.Step.Operation) && model.Contracts.IsStart(outer.TargetMethod))
        {
            return [];   // a start path of its own, with findings of its own
        }

        if (start.ContainingType.OriginalDefinition.Is(model.Bodies.TypeAround(misuse.Token)?.OriginalDefinition))
        {
            return [misuse.Token];
        }

        var handed = TokensIn(misuse.Step.Outer, Frame.Outermost).ToList();
        return handed.Count > 0 ? handed : [misuse.Step.Outer];
    }
}
