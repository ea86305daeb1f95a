using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// What becomes of a value, followed through locals, fields, properties, parameters of source methods, collections and
/// aliases. Not followed to the callers of a function that returns it: ask for <see cref="ByCaller(IOperation)"/>, or for the uses of the call.
/// </summary>
internal sealed class Uses(ShutdownModel model)
{
    // A value that comes through more helpers than this is not followed.
    private const int Deepest = 6;

    private readonly ConcurrentDictionary<IOperation, Usage> known = new();
    private readonly ConcurrentDictionary<IOperation, Usage> inFunction = new();

    public Usage Of(IOperation value) => known.GetOrAdd(value, it => Follow(new Trail(model) { FollowsCollectionsToCallers = true }, it));

    /// <summary>The uses of the value as far as the function around it has it: what it returns in a collection counts as returned, too.</summary>
    public Usage InFunction(IOperation value) => inFunction.GetOrAdd(value, it => Follow(new Trail(model), it));

    /// <summary>The same for what is in the collection, or in the lazy, that this expression yields.</summary>
    public Usage InFunctionOfContents(IOperation collection)
    {
        var trail = new Trail(model);
        trail.StartInside(collection);
        return trail.End();
    }

    /// <summary>The uses of what the local, parameter, field or property holds.</summary>
    public Usage OfHeldBy(ISymbol holder, IOperation near)
    {
        var trail = new Trail(model) { FollowsCollectionsToCallers = true };
        trail.Start(holder, near);
        return trail.End();
    }

    /// <summary>The uses of what is in the collection that the local, parameter, field or property holds.</summary>
    public Usage OfContentsHeldBy(ISymbol holder, IOperation near)
    {
        var trail = new Trail(model) { FollowsCollectionsToCallers = true };
        trail.StartInside(holder, near);
        return trail.End();
    }

    /// <summary>The uses of the value; where the function around it returns it, one usage for each of its callers in the project.</summary>
    public ImmutableArray<Usage> ByCaller(IOperation value) => ByCaller(value, Deepest);

    private static Usage Follow(Trail trail, IOperation value)
    {
        trail.Start(value);
        return trail.End();
    }

    private ImmutableArray<Usage> ByCaller(IOperation value, int depth)
    {
        var own = Of(value);
        if (!own.Has(UseKind.Returned))
        {
            return [own];
        }

        var callers = ImmutableArray.CreateBuilder<Usage>();
        foreach (var returned in own.Operations(UseKind.Returned))
        {
            if (depth == 0
                || model.Bodies.FunctionAround(returned) is not { } function
                || model.References.To(function.AssociatedSymbol ?? function) is not { IsDefault: false } calls)
            {
                return [own];
            }

            callers.AddRange(calls.SelectMany(call => ByCaller(call, depth - 1)).Select(own.ThenOutside));
        }

        return callers.ToImmutable();
    }

    private sealed class Trail(ShutdownModel model)
    {
        // More places than this are not looked at: then the value counts as passed on.
        private const int MostSteps = 300;

        private readonly ImmutableArray<Use>.Builder uses = ImmutableArray.CreateBuilder<Use>();
        private readonly ImmutableArray<ISymbol>.Builder holders = ImmutableArray.CreateBuilder<ISymbol>();
        private readonly HashSet<(SyntaxNode, OperationKind, bool)> seen = [];
        private readonly HashSet<(ISymbol, bool)> seenSymbols = [];
        private readonly INamedTypeSymbol? enumerable = model.Types["System.Collections.IEnumerable"];

        /// <summary>What is returned in a collection is looked for in the functions that get it.</summary>
        public bool FollowsCollectionsToCallers { get; init; }

        public void Start(IOperation value)
        {
            if (value is IObjectCreationOperation { Initializer: { } initializer })
            {
                foreach (var property in initializer.Initializers.OfType<ISimpleAssignmentOperation>().Select(static it => it.Target).OfType<IPropertyReferenceOperation>())
                {
                    Add(UseKind.Member, property);
                }
            }

            // new Lazy<X>(Create): what the method returns is in the lazy.
            if (value.IsFactoryOfLazy(model.Types))
            {
                Follow(value.BareParent()!.Parent!, inside: true);
            }
            else
            {
                Follow(value, inside: false);
            }
        }

        public void StartInside(IOperation collection) => Follow(collection, inside: true);

        public void StartInside(ISymbol holder, IOperation near) => FollowSymbol(holder, near, inside: true);

        public void Start(ISymbol holder, IOperation near) => FollowSymbol(holder, near, inside: false);

        public Usage End() => new(uses.ToImmutable(), holders.ToImmutable());

        private void Add(UseKind kind, IOperation operation) => uses.Add(new Use(kind, operation));

        // 'inside': what is followed is not the value but a collection that contains it.
        private void Follow(IOperation value, bool inside)
        {
            if (!seen.Add((value.Syntax, value.Kind, inside)))
            {
                return;
            }

            if (seen.Count > MostSteps)
            {
                Add(UseKind.Passed, value);
                return;
            }

            var child = value;
            while (child.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
            {
                child = child.Parent;
            }

            switch (child.Parent)
            {
                case null or INameOfOperation or ILockOperation or IBinaryOperation or IIsTypeOperation or IInterpolationOperation:
                case ITupleOperation { Parent: IDeclarationExpressionOperation or IForEachLoopOperation }:
                    break;
                case IExpressionStatementOperation statement:
                    Add(UseKind.Dropped, statement);
                    break;
                case IAwaitOperation awaiting:
                    Add(UseKind.Awaited, awaiting);
                    break;
                case IAssignmentOperation assignment when assignment.Value == child:
                    Store(assignment.Target, assignment, inside);
                    if (assignment.Parent is not IExpressionStatementOperation)
                    {
                        Follow(assignment, inside);
                    }

                    break;
                case ICoalesceAssignmentOperation assignment when assignment.Parent is not IExpressionStatementOperation:
                    Follow(assignment, inside);
                    break;
                case IAssignmentOperation:
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    Declare(declarator, inside);
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclarationOperation declaration }:
                    foreach (var declarator in declaration.Declarators)
                    {
                        Declare(declarator, inside);
                    }

                    break;
                case IFieldInitializerOperation initializer:
                    foreach (var field in initializer.InitializedFields)
                    {
                        FollowSymbol(field, initializer, inside);
                    }

                    break;
                case IPropertyInitializerOperation initializer:
                    foreach (var property in initializer.InitializedProperties)
                    {
                        FollowSymbol(property, initializer, inside);
                    }

                    break;
                case IUsingOperation resource when resource.Resources == child:
                    Add(UseKind.Using, resource);
                    break;
                case IReturnOperation leaving:
                    Leave(leaving, inside);
                    break;
                case IConditionalOperation conditional when conditional.Condition != child:
                    Follow(conditional, inside);
                    break;
                case ICoalesceOperation coalesce:
                    Follow(coalesce, inside);
                    break;
                case ISwitchExpressionArmOperation { Parent: { } whole } arm when arm.Value == child:
                    Follow(whole, inside);
                    break;
                case IConditionalAccessOperation access when access.Operation == child:
                    foreach (var instance in access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().Take(1))
                    {
                        Follow(instance, inside);
                    }

                    break;
                case IIsPatternOperation test:
                    Alias(test.Pattern, inside);
                    break;
                case ITupleOperation tuple when tuple.BareParent() is IDeconstructionAssignmentOperation { Target: var target } deconstruction:
                    if (Declared(target) is ITupleOperation targets && targets != tuple && targets.Elements.Length == tuple.Elements.Length)
                    {
                        Store(targets.Elements[tuple.Elements.IndexOf(child)], deconstruction, inside);
                    }
                    else if (target != tuple)
                    {
                        Add(UseKind.Passed, deconstruction);
                    }

                    break;
                case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                    Follow(array, inside: true);
                    break;
                case ICollectionExpressionOperation collection:
                    Follow(collection, inside: true);
                    break;
                case ISpreadOperation { Parent: ICollectionExpressionOperation collection }:
                    Follow(collection, inside: true);
                    break;
                case IForEachLoopOperation loop when inside && loop.Collection == child:
                    foreach (var local in loop.Locals)
                    {
                        FollowSymbol(local, loop, inside: Holds(local.Type));
                    }

                    break;
                case IArrayElementReferenceOperation element when inside && element.ArrayReference == child:
                    FollowUnlessWritten(element, inside: Holds(element.Type));
                    break;
                case IMemberReferenceOperation member when member.Instance == child:
                    UseMember(member, inside);
                    break;
                case IInvocationOperation call when call.Instance == child:
                    UseMethod(call, inside);
                    break;
                case IArgumentOperation argument:
                    Pass(argument, inside);
                    break;
                default:
                    Add(UseKind.Passed, child.Parent);
                    break;
            }
        }

        // var (x, y) in place of (x, y).
        private static IOperation Declared(IOperation target) => target is IDeclarationExpressionOperation { Expression: var declared } ? declared : target;

        private void Declare(IVariableDeclaratorOperation declarator, bool inside)
        {
            for (var it = declarator.Parent; it is IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IUsingDeclarationOperation or IUsingOperation; it = it.Parent)
            {
                if (it is IUsingDeclarationOperation or IUsingOperation)
                {
                    Add(UseKind.Using, it);
                    break;
                }
            }

            FollowSymbol(declarator.Symbol, declarator, inside);
        }

        private void Store(IOperation target, IOperation at, bool inside)
        {
            switch (target.Bare())
            {
                case IDiscardOperation:
                    Add(UseKind.Dropped, at);
                    break;
                case ILocalReferenceOperation local:
                    FollowSymbol(local.Local, at, inside);
                    break;
                case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local }:
                    FollowSymbol(local.Local, at, inside);
                    break;
                case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                    FollowSymbol(parameter, at, inside);
                    break;
                case IFieldReferenceOperation field:
                    FollowSymbol(field.Field, at, inside);
                    break;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } when IsCollection(collection.Type):
                    FollowCollection(collection, at);
                    break;
                case IPropertyReferenceOperation property:
                    FollowSymbol(property.Property, at, inside);
                    break;
                case IArrayElementReferenceOperation element:
                    FollowCollection(element.ArrayReference, at);
                    break;
                default:
                    Add(UseKind.Passed, at);
                    break;
            }
        }

        private void FollowCollection(IOperation collection, IOperation at)
        {
            if (collection.ReferencedSymbol() is { } symbol)
            {
                FollowSymbol(symbol, at, inside: true);
                if (IsSomebodyElses(symbol, collection))
                {
                    Add(UseKind.Passed, at);
                }
            }
            else if (collection is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
                && collection.Ancestors().OfType<IObjectCreationOperation>().FirstOrDefault() is { } creation)
            {
                Follow(creation, inside: true);
            }
            else
            {
                Add(UseKind.Passed, at);
            }
        }

        // The parameter's collection belongs to the callers; so does, to somebody, one that the local was given.
        private bool IsSomebodyElses(ISymbol collection, IOperation near) => collection switch
        {
            IParameterSymbol => true,
            ILocalSymbol local => model.Values.Of(local, near) is var values
                && (values.IsDefault || values.Any(static it => it.Bare() is not (IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation))),
            _ => false,
        };

        private void FollowSymbol(ISymbol symbol, IOperation at, bool inside)
        {
            symbol = symbol.OriginalDefinition;
            if (!seenSymbols.Add((symbol, inside)))
            {
                return;
            }

            if (symbol.DeclaringSyntaxReferences.Length == 0)
            {
                Add(UseKind.Passed, at);
                return;
            }

            holders.Add(symbol);
            if (symbol is IFieldSymbol or IPropertySymbol && symbol.IsVisibleOutside() && !model.IsExecutable)
            {
                Add(UseKind.Passed, at);
            }

            if (symbol is IPropertySymbol { SetMethod: { } setter } && setter.Parameters.Length > 0 && model.Bodies.Of(setter) is not null)
            {
                FollowSymbol(setter.Parameters[setter.Parameters.Length - 1], at, inside);
            }

            var references = ReferencesTo(symbol, at);
            if (references.IsDefault)
            {
                Add(UseKind.Passed, at);
                return;
            }

            foreach (var reference in references)
            {
                FollowUnlessWritten(reference, inside);
            }
        }

        private ImmutableArray<IOperation> ReferencesTo(ISymbol symbol, IOperation at) => symbol switch
        {
            ILocalSymbol => model.Variables.NamedIn(at.Root(), symbol),
            IParameterSymbol { ContainingSymbol: IMethodSymbol function } => model.Bodies.Of(function) is { } body
                ? model.Variables.NamedIn(body.Root(), symbol)
                : [.. model.Bodies.OfType(function.ContainingType).SelectMany(it => model.Variables.NamedIn(it, symbol))],
            _ => model.References.To(symbol),
        };

        private void FollowUnlessWritten(IOperation reference, bool inside)
        {
            if (reference.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != reference)
            {
                Follow(reference, inside);
            }
        }

        private void Alias(IPatternOperation pattern, bool inside)
        {
            if (pattern.NameGiven() is { } name)
            {
                FollowSymbol(name, pattern, inside);
            }
        }

        private void UseMember(IMemberReferenceOperation member, bool inside)
        {
            if (!inside)
            {
                Add(UseKind.Member, member);
            }
            else if (IsCollection(member.Type))
            {
                Follow(member, inside: true);
            }
            else if (member is IPropertyReferenceOperation { Property.IsIndexer: true })
            {
                FollowUnlessWritten(member, inside: Holds(member.Type));
            }
            else if (member.Member.IsValueOfLazy(model.Types) || IsPair(member.Member.ContainingType))
            {
                Follow(member, inside: Holds(member.Type));
            }
        }

        private void UseMethod(IInvocationOperation call, bool inside)
        {
            FollowIntoExtension(call.TargetMethod, inside);
            if (!inside)
            {
                Add(UseKind.Member, call);
                return;
            }

            // A method of a collection of such values: they come back in its result, in out arguments and in the parameters of lambdas.
            foreach (var argument in call.Arguments)
            {
                switch (argument.Value.Bare())
                {
                    case IAnonymousFunctionOperation lambda:
                        FollowParameters(lambda.Symbol, call);
                        break;
                    case IMethodReferenceOperation { Method: { IsVirtual: false, IsAbstract: false, IsOverride: false } group } when CanBeFollowedInto(group):
                        FollowParameters(group, call);
                        break;
                    case IMethodReferenceOperation:
                        Add(UseKind.Passed, call);
                        break;
                    case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local }:
                        FollowSymbol(local.Local, call, inside: Holds(local.Local.Type));
                        break;
                }
            }

            if (call.Parent is not IExpressionStatementOperation
                && (IsPair(call.Type) || call.Type is { SpecialType: SpecialType.None, TypeKind: not (TypeKind.Struct or TypeKind.Enum) }))
            {
                Follow(call, inside: Holds(call.Type));
            }
        }

        // A method of an extension block: there the value is the parameter of the block.
        private void FollowIntoExtension(IMethodSymbol method, bool inside)
        {
            if (method.ContainingType is { Name: "", DeclaringSyntaxReferences.Length: > 0 } && model.Bodies.Of(method) is { } body)
            {
                foreach (var reference in body.Descendants().OfType<IParameterReferenceOperation>().Where(static it => it.Parameter.ContainingSymbol is INamedTypeSymbol))
                {
                    FollowUnlessWritten(reference, inside);
                }
            }
        }

        // The function is called with what is in the collection.
        private void FollowParameters(IMethodSymbol function, IOperation call)
        {
            foreach (var parameter in function.Parameters)
            {
                FollowSymbol(parameter, call, inside: Holds(parameter.Type));
            }
        }

        private void Pass(IArgumentOperation argument, bool inside)
        {
            if (argument.Parent is not { } call || argument.Parameter is not { } parameter)
            {
                Add(UseKind.Passed, argument);
                return;
            }

            var target = parameter.ContainingSymbol as IMethodSymbol;
            var invocation = call as IInvocationOperation;
            if (target?.ContainingType.IsA(model.Types["System.Threading.Interlocked"]) == true)
            {
                Exchange(invocation!, argument, inside);
                return;
            }

            if (target is { IsVirtual: false, IsAbstract: false, IsOverride: false } && CanBeFollowedInto(target))
            {
                FollowParameter(parameter, call, inside);
            }
            else if (target is { DeclaringSyntaxReferences.Length: > 0, MethodKind: MethodKind.Ordinary } && Implementations(target) is { Length: > 0 } implementations)
            {
                foreach (var implementation in implementations)
                {
                    FollowParameter(implementation.Parameters[parameter.Ordinal], call, inside);
                }
            }
            else if (invocation is { TargetMethod.IsExtensionMethod: true } && invocation.Arguments[0] == argument && target!.DeclaringSyntaxReferences.Length == 0)
            {
                UseMethod(invocation, inside);
            }
            else if (invocation is { Instance: { } collection } && IsCollection(collection.Type) && target!.DeclaringSyntaxReferences.Length == 0)
            {
                FollowCollection(collection, call);
            }
            else if (inside && invocation is { TargetMethod.IsStatic: true } && (invocation.TargetMethod.ContainingType.SpecialType == SpecialType.System_Array || IsParallel(invocation)))
            {
                UseMethod(invocation, inside);
            }
            else if (invocation is not null && parameter.RefKind == RefKind.Ref && target!.ContainingType.IsA(model.Types["System.Threading.LazyInitializer"]))
            {
                Follow(invocation, inside);
            }
            else
            {
                Add(UseKind.Passed, call);
            }
        }

        private bool IsParallel(IInvocationOperation call) => call.TargetMethod.ContainingType.IsA(model.Types["System.Threading.Tasks.Parallel"]);

        // The methods of the project that a call of this one may land in.
        private ImmutableArray<IMethodSymbol> Implementations(IMethodSymbol method)
            => [.. model.Callees.Of(method).Select(model.Bodies.FunctionOf).OfType<IMethodSymbol>().Where(it => it.Parameters.Length == method.Parameters.Length)];

        // Interlocked.Exchange(ref held, value): what was held comes back, the value is held now.
        private void Exchange(IInvocationOperation exchange, IArgumentOperation argument, bool inside)
        {
            if (argument.Parameter!.RefKind != RefKind.None)
            {
                Follow(exchange, inside);
            }
            else if (exchange.Arguments[0].Value.ReferencedSymbol() is { } holder)
            {
                FollowSymbol(holder, exchange, inside);
            }
        }

        private bool CanBeFollowedInto(IMethodSymbol method)
            => model.Bodies.Of(method) is not null || (method.MethodKind == MethodKind.Constructor && method.DeclaringSyntaxReferences.Length > 0);

        private void FollowParameter(IParameterSymbol parameter, IOperation call, bool inside)
        {
            FollowSymbol(parameter, call, inside);
            if (parameter.ContainingType is { IsRecord: true } record
                && record.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                FollowSymbol(property, call, inside);
            }
        }

        // Out of a lambda the value reaches what the call made of it that takes the lambda: Task.Run(...), Select(...). Where the
        // result of the call does not carry it - AddSingleton(_ => value) - it is with code that cannot be looked into.
        private void Leave(IReturnOperation leaving, bool inside)
        {
            if (leaving.EnclosingFunction() is not IAnonymousFunctionOperation lambda)
            {
                if (inside && FollowsCollectionsToCallers && leaving.Kind == OperationKind.Return)
                {
                    LeaveInCollection(leaving);
                }
                else
                {
                    Add(leaving.Kind == OperationKind.Return ? UseKind.Returned : UseKind.Passed, leaving);
                }
            }
            else if (lambda.IsFactoryOfLazy(model.Types))
            {
                Follow(lambda.BareParent()!.Parent!, inside: true);
            }
            else if (lambda.BareParent() is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod.DeclaringSyntaxReferences: [] } call } && Carries(call.TargetMethod, parameter))
            {
                Follow(call, inside: inside || IsCollection(call.Type));

                // LazyInitializer.EnsureInitialized(ref held, () => value)
                if (call.Arguments.FirstOrDefault(static it => it.Parameter?.RefKind == RefKind.Ref)?.Value is { } held)
                {
                    Store(held, call, inside);
                }
            }
            else
            {
                Add(UseKind.Passed, leaving);
            }
        }

        // The callers take it out of what they get.
        private void LeaveInCollection(IReturnOperation leaving)
        {
            if (model.Bodies.FunctionAround(leaving) is { } function && model.References.To(function.AssociatedSymbol ?? function) is { IsDefault: false } calls)
            {
                foreach (var call in calls)
                {
                    Follow(call, inside: true);
                }
            }
            else
            {
                Add(UseKind.Passed, leaving);
            }
        }

        private static bool Carries(IMethodSymbol method, IParameterSymbol parameter)
            => (parameter.OriginalDefinition.Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType is { } produced
            && (produced.Is(method.OriginalDefinition.ReturnType) || TypeParametersIn(produced).Any(it => TypeParametersIn(method.OriginalDefinition.ReturnType).Contains(it, SymbolEqualityComparer.Default)));

        private static IEnumerable<ITypeSymbol> TypeParametersIn(ITypeSymbol type) => type switch
        {
            ITypeParameterSymbol => [type],
            INamedTypeSymbol named => named.TypeArguments.SelectMany(TypeParametersIn),
            IArrayTypeSymbol array => TypeParametersIn(array.ElementType),
            _ => [],
        };

        // It is one more thing around the value: a list in a dictionary, a lazy in a list.
        private bool Holds(ITypeSymbol? type) => IsCollection(type) || IsPair(type) || type.IsLazy(model.Types);

        // What a dictionary consists of.
        private bool IsPair(ITypeSymbol? type) => type.IsA(model.Types["System.Collections.Generic.KeyValuePair`2"]);

        private bool IsCollection(ITypeSymbol? type)
            => type is IArrayTypeSymbol || (type is { SpecialType: not SpecialType.System_String } && type.DerivesFrom(enumerable));
    }
}
