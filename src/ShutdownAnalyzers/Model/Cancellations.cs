namespace ShutdownAnalyzers.Model;

/// <summary>What a piece of code throws once a signal has fired.</summary>
/// <param name="Escaping">The signals whose cancellation gets out of the piece.</param>
/// <param name="Swallowed">The cancellations that a catch inside takes and stays.</param>
internal sealed record ThrownCancellations(Signal Escaping, ImmutableArray<SwallowedCancellation> Swallowed)
{
    public static readonly ThrownCancellations None = new(Signal.None, ImmutableArray<SwallowedCancellation>.Empty);
}

/// <summary>
/// Follows the cancellation from where it is thrown to where it is caught: through the project's own helpers, lambdas and
/// delegates, with the arguments that each call hands over. A library call that takes the token is taken to throw.
/// </summary>
internal sealed class Cancellations(ShutdownModel model)
{
    private static readonly string[] ReadingResults = ["System.IO.Pipelines.ReadResult", "System.Net.WebSockets.WebSocketReceiveResult", "System.Net.WebSockets.ValueWebSocketReceiveResult"];

    private static readonly string[] Streams = ["System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IAsyncEnumerable`1"];

    /// <summary>What leaves the loop, and what the catches in it take.</summary>
    public ThrownCancellations In(ILoopOperation loop, Frame frame) => Collect(loop, frame, clause => LeavesLoop(clause, loop, frame));

    /// <summary>The loop's own operations whose cancellation leaves it.</summary>
    public IEnumerable<IOperation> Throwers(ILoopOperation loop)
        => loop.OwnDescendantsAndSelf().Where(it => ThrownBy(it, Frame.Outermost).Escaping.HearsStop()
            && (CatchBetween(it, loop, Frame.Outermost) is not { } clause || LeavesLoop(clause, loop, Frame.Outermost)));

    /// <summary>What leaves the function.</summary>
    public ThrownCancellations Of(IOperation body, Frame frame) => Collect(body.FunctionCode(), frame, clause => Rethrows(clause, frame));

    /// <summary>What this one operation throws into the code around it once a signal has fired.</summary>
    public ThrownCancellations ThrownBy(IOperation operation, Frame frame)
    {
        var thrown = operation switch
        {
            IInvocationOperation call => ByCall(call, frame),
            IAwaitOperation { Operation: var awaited } when awaited.Bare() is not IInvocationOperation => Just(ByWaitingFor(awaited, frame)),
            IForEachLoopOperation { Collection: var collection } when collection.Bare() is not IInvocationOperation => Just(model.Signals.CarriedBy(collection, frame)),
            IThrowOperation @throw => Just(model.Throws.By(@throw, frame)),
            _ => ThrownCancellations.None,
        };

        return thrown == ThrownCancellations.None || operation.Surfaces(model.Types) ? thrown : ThrownCancellations.None;
    }

    /// <summary>A catch between the operation and the region, or around the region in the same function, takes the cancellation.</summary>
    public bool IsCaughtIn(IOperation thrower, IOperation region)
        => CatchBetween(thrower, thrower.EnclosingFunction(), Frame.Outermost) is { } clause
        && (region.Syntax.Span.Contains(clause.Syntax.Span) || !clause.Handler.OwnDescendantsAndSelf().Any(static it => it is IThrowOperation));

    private ThrownCancellations Collect(IOperation region, Frame frame, Func<ICatchClauseOperation, bool> leaves)
    {
        var escaping = Signal.None;
        var swallowed = ImmutableArray.CreateBuilder<SwallowedCancellation>();
        foreach (var operation in region.OwnDescendantsAndSelf())
        {
            if (operation == region && region is IForEachLoopOperation)
            {
                continue;
            }

            var thrown = ThrownBy(operation, frame);
            if (thrown.Escaping != Signal.None)
            {
                if (CatchBetween(operation, region, frame) is not { } clause || leaves(clause))
                {
                    escaping |= thrown.Escaping;
                }
                else
                {
                    swallowed.Add(new SwallowedCancellation(clause, operation, thrown.Escaping));
                }
            }

            // A helper that guards the code it is handed swallows our cancellation; one that guards its own call deals with its own.
            foreach (var inner in thrown.Swallowed)
            {
                if (IsDelegateCall(operation) || IsDelegateCall(inner.Thrower))
                {
                    swallowed.Add(inner with { Thrower = operation, IsHandedIn = true });
                }
                else if (inner.IsHandedIn)
                {
                    swallowed.Add(inner with { Thrower = operation });
                }
            }
        }

        return new ThrownCancellations(escaping, swallowed.ToImmutable());
    }

    private static bool IsDelegateCall(IOperation operation) => operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke };

    // The first catch on the way out that takes the cancellation.
    private ICatchClauseOperation? CatchBetween(IOperation thrower, IOperation region, Frame frame)
    {
        var below = thrower;
        foreach (var it in thrower.Ancestors())
        {
            if (it is ITryOperation @try && @try.Body == below)
            {
                foreach (var clause in @try.Catches)
                {
                    if (model.Catches.Takes(clause, thrower, frame))
                    {
                        return clause;
                    }
                }
            }

            if (it == region)
            {
                return null;
            }

            below = it;
        }

        return null;
    }

    private bool LeavesLoop(ICatchClauseOperation clause, ILoopOperation loop, Frame frame)
        => clause.Handler.OwnDescendantsAndSelf().Any(it => it is IThrowOperation || WaysOut.Leaves(it, loop)) || Throws(clause, frame);

    private bool Rethrows(ICatchClauseOperation clause, Frame frame)
        => clause.Handler.OwnDescendantsAndSelf().Any(static it => it is IThrowOperation || (it is IInvocationOperation call && WaysOut.DoesNotReturn(call.TargetMethod))) || Throws(clause, frame);

    // The handler itself waits with the signal, so the cancellation comes out again.
    private bool Throws(ICatchClauseOperation clause, Frame frame)
        => Collect(clause.Handler, frame, inner => Rethrows(inner, frame)).Escaping.HearsStop();

    private ThrownCancellations ByCall(IInvocationOperation call, Frame frame)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return ByDelegate(call, frame);
        }

        if (model.Bodies.Of(method) is { } body && !IsOverridable(call))
        {
            return frame.Enter(body, call.Arguments) is { } inside ? Of(body, inside) : ThrownCancellations.None;
        }

        if (method.ContainingAssembly.Is(model.Compilation.Assembly) && ByImplementations(call, frame) is { } inSource)
        {
            return inSource;
        }

        var handed = HandedTokens(call, frame);
        return handed != Signal.None ? Just(handed) : ByLibraryCall(call, frame);
    }

    private ThrownCancellations ByLibraryCall(IInvocationOperation call, Frame frame)
    {
        // What the library calls back throws through it; a retrying or guarding one may swallow, which cannot be seen.
        var signal = Signal.None;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation)
            {
                signal |= ByFunction(argument.Value.Bare()!, ImmutableArray<IArgumentOperation>.Empty, frame, frame).Escaping;
            }
        }

        if (call.Receiver() is { } receiver)
        {
            var ended = IsQuiet(call.TargetMethod) ? Signal.None : ByWaitingFor(receiver, frame);
            signal |= ended.Has(Signal.Stop) && TellsEnd(call.TargetMethod) && !model.Signals.CarriedBy(receiver, frame).Has(Signal.Stop) ? Signal.Unknown : ended;
        }

        return Just(signal);
    }

    // Once the queue is completed TryRead and WaitToReadAsync say no, and GetConsumingEnumerable just ends; so does what is read from a pipe
    // or socket. Who ends it need not make them throw.
    private bool TellsEnd(IMethodSymbol method)
    {
        var answer = Consumption.IsDeferred(method.ReturnType, model.Types) && method.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } ? result : method.ReturnType;
        return answer.SpecialType == SpecialType.System_Boolean
            || ReadingResults.Any(it => answer.IsA(model.Types[it]))
            || Streams.Any(it => method.ReturnType.IsA(model.Types[it]));
    }

    // A call that can land in several places of the project: any of them may throw. Null where none of them has code here.
    private ThrownCancellations? ByImplementations(IInvocationOperation call, Frame frame)
    {
        ThrownCancellations? all = null;
        foreach (var implementation in model.Callees.MethodsOf(call.TargetMethod).Take(8))
        {
            if (model.Bodies.Of(implementation) is { } body)
            {
                var parameters = implementation.OriginalDefinition.Parameters;
                var values = call.Arguments.Where(it => it.Parameter is { } given && given.Ordinal < parameters.Length).Select(it => (parameters[it.Parameter!.Ordinal], it.Value));
                var one = frame.Enter(body, values, frame) is { } inside ? Of(body, inside) : ThrownCancellations.None;
                all = all is null ? one : new ThrownCancellations(all.Escaping | one.Escaping, all.Swallowed.AddRange(one.Swallowed));
            }
        }

        return all;
    }

    // base.M() and calls of what nobody can override land in that very body.
    private static bool IsOverridable(IInvocationOperation call)
        => call.IsVirtual && call.TargetMethod is { IsSealed: false } method && (method.IsAbstract || method.IsVirtual || method.IsOverride || method.ContainingType.TypeKind == TypeKind.Interface);

    /// <summary>The tokens that the call hands to a callee whose code cannot be seen.</summary>
    private Signal HandedTokens(IInvocationOperation call, Frame frame)
    {
        if (IsQuiet(call.TargetMethod))
        {
            return Signal.None;
        }

        var signal = Signal.None;
        foreach (var argument in call.Arguments)
        {
            // A callback is followed, not its captures; what a library holds an object for is its affair.
            // A collection keeps what it is handed, a task made with the token too, and throws for none of it.
            if (argument.Value.Bare() is not (IAnonymousFunctionOperation or IMethodReferenceOperation)
                && model.Signals.CarriedBy(argument.Value, frame) is var carried and not Signal.None
                && (model.Signals.IsToken(argument.Parameter?.Type) || !call.TargetMethod.ContainingType.DerivesFrom(model.Types["System.Collections.IEnumerable"])))
            {
                signal |= carried;
            }
        }

        return signal;
    }

    // These take a token, or stand on an object that has one, and do not throw when it fires.
    private bool IsQuiet(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return model.Handovers.Starts(method)
            || (type.IsA(model.Types.CancellationToken) && method.Name != "ThrowIfCancellationRequested")
            || type.IsA(model.Types.CancellationTokenSource)
            || type.DerivesFrom(model.Types["System.Threading.WaitHandle"])
            || type.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource"]) || type.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource`1"])
            || ((type.IsA(model.Types.Task) || type.IsA(model.Types.TaskOfT)) && method.Name is "WhenAny" or "ContinueWith" or "FromCanceled");
    }

    // Awaiting a task made with a token, enumerating a stream made with one, using an object that the stop path ends.
    private Signal ByWaitingFor(IOperation awaited, Frame frame)
    {
        var bare = awaited.Bare();
        if (bare is IInvocationOperation or null)
        {
            return Signal.None;
        }

        var signal = model.Signals.CarriedBy(bare, frame);
        if (signal == Signal.None && (bare as IPropertyReferenceOperation)?.Instance.Bare() is { } owner && owner.ReferencedSymbol() is { } part && owner.Type?.IsReferenceType == true)
        {
            signal |= model.Endings.Ends(part, owner) ? Signal.Stop : Signal.None;
        }

        if (bare.ReferencedSymbol() is { } variable && IsEndable(bare.Type))
        {
            signal |= model.Endings.Ends(variable, bare) ? Signal.Stop : Signal.None;
        }

        return signal;
    }

    private bool IsEndable(ITypeSymbol? type)
        => type is { IsReferenceType: true, SpecialType: SpecialType.None } && !Consumption.IsDeferred(type, model.Types) && !type.DerivesFrom(model.Types.CancellationTokenSource);

    private ThrownCancellations ByDelegate(IInvocationOperation call, Frame frame)
    {
        var found = Functions(call.Instance, frame).ToArray();
        if (found.Length == 0)
        {
            return Just(HandedTokens(call, frame));
        }

        var all = ThrownCancellations.None;
        foreach (var (function, made) in found)
        {
            var one = ByFunction(function, call.Arguments, made, frame);
            all = new ThrownCancellations(all.Escaping | one.Escaping, all.Swallowed.AddRange(one.Swallowed));
        }

        return all;
    }

    private ThrownCancellations ByFunction(IOperation function, ImmutableArray<IArgumentOperation> arguments, Frame made, Frame frame)
    {
        var method = function switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation group => group.Method,
            _ => null,
        };
        if (method is null || (function is IAnonymousFunctionOperation ? function : model.Bodies.Of(method)) is not { } body)
        {
            return ThrownCancellations.None;
        }

        var parameters = method.OriginalDefinition.Parameters;
        var values = arguments.Where(it => it.Parameter is { } given && given.Ordinal < parameters.Length).Select(it => (parameters[it.Parameter!.Ordinal], it.Value));
        return frame.Enter(body, values, made) is { } inside ? Of(body, inside) : ThrownCancellations.None;
    }

    // The lambdas and method groups that a delegate expression may stand for.
    private IEnumerable<(IOperation Function, Frame Made)> Functions(IOperation? expression, Frame frame, int depth = 0)
    {
        if (depth > 6)
        {
            return [];
        }

        switch (expression.Bare())
        {
            case IAnonymousFunctionOperation or IMethodReferenceOperation:
                return [(expression.Bare()!, frame)];
            case IConditionalAccessInstanceOperation instance when instance.Ancestors().OfType<IConditionalAccessOperation>().FirstOrDefault() is { } access:
                return Functions(access.Operation, frame, depth + 1);
            case IParameterReferenceOperation parameter when frame.Argument(parameter.Parameter) is { } argument:
                return Functions(argument.Value, argument.In, depth + 1);
            case IParameterReferenceOperation parameter:
                return Known(model.Values.OfParameter(parameter.Parameter), Frame.Outermost, depth);
            case ILocalReferenceOperation local:
                return Known(model.Values.Of(local.Local, local), frame, depth);
            case IFieldReferenceOperation { Field.DeclaringSyntaxReferences.Length: > 0 } field:
                return Known(model.Values.Of(field.Field), Frame.Outermost, depth);
            case IPropertyReferenceOperation { Property.DeclaringSyntaxReferences.Length: > 0 } property:
                return Known(model.Values.Of(property.Property), Frame.Outermost, depth);

            // pause.Logged(logger)(token): a helper that makes one delegate of another.
            case IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.Length: > 0 } call when !IsOverridable(call) && model.Bodies.Of(call.TargetMethod) is { } body && frame.Enter(body, call.Arguments) is { } inside:
                return Values.Returned(body).SelectMany(value => Functions(value, inside, depth + 1));
            default:
                return [];
        }
    }

    private IEnumerable<(IOperation, Frame)> Known(ImmutableArray<IOperation> values, Frame frame, int depth)
        => values.IsDefault ? [] : values.SelectMany(value => Functions(value, frame, depth + 1));

    private static ThrownCancellations Just(Signal signal)
        => signal == Signal.None ? ThrownCancellations.None : new ThrownCancellations(signal, ImmutableArray<SwallowedCancellation>.Empty);
}
