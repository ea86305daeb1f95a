using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// The operations that a function runs, its helpers' too, in the order in which they stand: through the project's methods,
/// overrides, constructors, accessors, local functions and lambdas. Branches count as taken.
/// </summary>
/// <param name="model">The project.</param>
/// <param name="mayMatter">Tells which functions are looked into. What goes on by itself is looked into in any case.</param>
internal sealed class Steps(ShutdownModel model, Func<IMethodSymbol, bool> mayMatter)
{
    // A way that is longer than this is cut: what is not seen is not reported.
    private const int Most = 6000;

    private readonly ConcurrentDictionary<IOperation, ImmutableArray<Step>> known = new();

    public ImmutableArray<Step> Of(IMethodSymbol function) => model.Bodies.Of(function) is { } body ? Of(body) : [];

    /// <summary>The steps of the body of a function, or of an initializer.</summary>
    public ImmutableArray<Step> Of(IOperation body) => known.GetOrAdd(body.Bare(), Walk);

    private ImmutableArray<Step> Walk(IOperation body)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        new Walker(model, mayMatter, steps).Into(body, Frame.Outermost.Enter(body, []) ?? Frame.Outermost, null, isDetached: false);
        return steps.ToImmutable();
    }

    private sealed class Walker(ShutdownModel model, Func<IMethodSymbol, bool> mayMatter, ImmutableArray<Step>.Builder steps)
    {
        public void Into(IOperation body, Frame frame, IOperation? outer, bool isDetached)
        {
            var code = body switch
            {
                IAnonymousFunctionOperation lambda => lambda.Body,
                ILocalFunctionOperation { Body: { } block } => block,
                _ => body,
            };
            Visit(code, frame, outer, isDetached);
        }

        private void Visit(IOperation operation, Frame frame, IOperation? outer, bool isDetached)
        {
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation || steps.Count > Most)
            {
                return;
            }

            var first = steps.Count;
            foreach (var child in operation.ChildOperations)
            {
                Visit(child, frame, outer, isDetached);
            }

            foreach (var called in Called(operation, frame, isDetached))
            {
                if (called.Frame is { } inside)
                {
                    Into(called.Body, inside, outer ?? operation, isDetached || called.IsDetached);
                }
            }

            steps.Add(new Step(operation, frame, outer ?? operation, isDetached, first));
        }

        private IEnumerable<(IOperation Body, Frame? Frame, bool IsDetached)> Called(IOperation operation, Frame frame, bool isDetached) => operation switch
        {
            IInvocationOperation call => ByCall(call, frame, isDetached),
            IObjectCreationOperation { Constructor: { } constructor } creation => ByCreation(creation, constructor, frame, isDetached),
            IEventAssignmentOperation { Adds: true } subscription => Handed(subscription.HandlerValue, frame, isDetached: true),
            IPropertyReferenceOperation property => ByProperty(property, frame, isDetached),
            _ => [],
        };

        private IEnumerable<(IOperation, Frame?, bool)> ByCall(IInvocationOperation call, Frame frame, bool isDetached)
        {
            var isLeft = call.TargetMethod is { IsAsync: true, ReturnsVoid: true } || (Consumption.IsDeferred(call.Type, model.Types) && model.LeftRunning.Is(call));
            if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            {
                return Handed(call.Instance, frame, isLeft, call.Arguments);
            }

            var targets = model.Callees.MethodsOf(call);
            if (!isDetached && !isLeft && !MayMatter(targets, call.Arguments))
            {
                return [];
            }

            var bodies = targets.Select(model.Bodies.Of).OfType<IOperation>().ToArray();
            return bodies.Length > 0
                ? bodies.Select(body => (body, frame.Enter(body, call.ArgumentsFor(model.Bodies.FunctionOf(body)), frame), isLeft))
                : call.Arguments.SelectMany(argument => Handed(argument.Value, frame, isLeft || RunsLater(call, argument)));
        }

        private bool RunsLater(IInvocationOperation call, IArgumentOperation argument)
            => Subscriptions.IsKept(call)
            || model.Handovers.PlaceOf(call, argument) switch
            {
                null => false,
                Place.Detached => !Consumption.IsDeferred(call.Type, model.Types) || model.LeftRunning.Is(call),
                _ => true,
            };

        private IEnumerable<(IOperation, Frame?, bool)> ByCreation(IObjectCreationOperation creation, IMethodSymbol constructor, Frame frame, bool isDetached)
            => !isDetached && !MayMatter([constructor], creation.Arguments) ? []
                : model.Bodies.Of(constructor) is { } body
                ? [(body, frame.Enter(body, creation.Arguments), false)]
                : creation.Arguments.SelectMany(argument => Handed(argument.Value, frame, isDetached: true));

        // What is handed a function may call it.
        private bool MayMatter(ImmutableArray<IMethodSymbol> called, ImmutableArray<IArgumentOperation> arguments)
            => called.Any(mayMatter) || arguments.Any(static it => it.Value.Type?.TypeKind == TypeKind.Delegate || it.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation);

        private IEnumerable<(IOperation, Frame?, bool)> ByProperty(IPropertyReferenceOperation property, Frame frame, bool isDetached)
        {
            var isWritten = property.Parent is IAssignmentOperation assignment && assignment.Target == property;
            return (isWritten ? property.Property.SetMethod : property.Property.GetMethod) is { } accessor && (isDetached || mayMatter(accessor)) && model.Bodies.Of(accessor) is { } body
                ? [(body, frame.Enter(body, property.Arguments), false)]
                : [];
        }

        // A lambda or method group that is handed on, or called.
        private IEnumerable<(IOperation, Frame?, bool)> Handed(IOperation? value, Frame frame, bool isDetached, ImmutableArray<IArgumentOperation> arguments = default)
        {
            var made = frame;
            if (value.Bare() is IParameterReferenceOperation parameter && frame.Argument(parameter.Parameter) is { } argument)
            {
                (value, made) = (argument.Value, argument.In);
            }

            var bodies = value?.Type?.TypeKind == TypeKind.Delegate || value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation
                ? model.Callees.OfDelegate(value!)
                : [];
            foreach (var body in bodies)
            {
                var parameters = model.Bodies.FunctionOf(body)?.OriginalDefinition.Parameters ?? [];
                var bound = arguments.IsDefault
                    ? []
                    : arguments.Where(it => it.Parameter is { } given && given.Ordinal < parameters.Length).Select(it => (parameters[it.Parameter!.Ordinal], it.Value));
                yield return (body, frame.Enter(body, bound, made), isDetached);
            }
        }
    }
}
