using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Who releases this? Reads the uses of a value, and those of what it is awaited, returned or exchanged into, until one
/// releases it, one is out of our sight, or there is none left.
/// </summary>
internal sealed class Owner(ShutdownModel model)
{
    private readonly ConcurrentDictionary<IOperation, Custody> known = new();

    /// <summary>What becomes of the value of this expression.</summary>
    public Custody Of(IOperation value) => known.GetOrAdd(value, it => new Inquiry(model).About(it));

    /// <summary>One question, with the functions that it has followed the value out of.</summary>
    private sealed class Inquiry(ShutdownModel model)
    {
        private readonly HashSet<ISymbol> left = new(SymbolEqualityComparer.Default);

        private KnownTypes Types => model.Types;

        public Custody About(IOperation value)
        {
            var usage = model.Uses.Of(value);
            var (fate, holders) = (Fate.Nobody, usage.Holders);
            foreach (var use in usage.All)
            {
                var found = About(use, value);
                holders = holders.AddRange(found.Holders);
                fate = found.Fate > fate ? found.Fate : fate;
                if (fate == Fate.Released)
                {
                    break;
                }
            }

            return new Custody(fate, holders);
        }

        private Custody About(Use use, IOperation value) => use.Kind switch
        {
            UseKind.Using => Custody.Of(Fate.Released),
            UseKind.Member => AboutMember(use.Operation, value),
            UseKind.Awaited => About(use.Operation),
            UseKind.Returned => AboutResult(use.Operation),
            UseKind.Passed => AboutCall(use.Operation),
            _ => Custody.Of(Fate.Nobody),
        };

        private Custody AboutMember(IOperation member, IOperation value) => member switch
        {
            IInvocationOperation { TargetMethod: var method } => method.IsRelease() ? Custody.Of(Fate.Released)
                : method.SharesLifetime(Types) || GivesBack(method, value) ? About(member)
                : Custody.Of(Fate.Nobody),
            IMethodReferenceOperation { Method: var method } => Custody.Of(method.IsRelease() ? Fate.Released : Fate.Nobody),
            IPropertyReferenceOperation { Property: var property } when property.SharesLifetime(Types) || property.ContainingType.IsA(Types.TaskOfT) => About(member),
            _ => Custody.Of(Fate.Nobody),
        };

        // Fluent code, ConfigureAwait, GetAwaiter, GetResult: the result is, or becomes, what the method is called on. What
        // gives an IDisposable gives a subscription.
        private bool GivesBack(IMethodSymbol method, IOperation value)
            => method.IsStepOfAwait()
            || (value.Type is { } type
                && method.ReturnType is INamedTypeSymbol { SpecialType: SpecialType.None } returned
                && !returned.IsA(Types.Disposable) && !returned.IsA(Types.AsyncDisposable)
                && type.DerivesFrom(returned));

        private Custody AboutCall(IOperation call)
        {
            var method = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
            return method is null ? Custody.Of(Fate.HandedOver)
                : method.ReadsOrWritesAtomically(Types) || method.IsWrapper(Types) ? About(call)
                : Custody.Of(Registrations.TakesInstance(method, Types) ? Fate.OnlyContainer : method.OnlyLooks(Types) ? Fate.Nobody : Fate.HandedOver);
        }

        // The value leaves a function: then it is with those who call it, as far as we see all of them. What a field keeps is
        // only lent, and it takes more than a caller out of sight to say that it is released.
        private Custody AboutResult(IOperation @return)
        {
            if (model.Bodies.FunctionAround(@return) is not { } function)
            {
                return Custody.Of(Fate.HandedOver);
            }

            ISymbol member = function.AssociatedSymbol ?? function;
            if (!left.Add(member))
            {
                return Custody.Of(Fate.Nobody);
            }

            var isLent = (@return as IReturnOperation)?.ReturnedValue.ReferencedSymbol() is IFieldSymbol or IPropertySymbol;
            var calls = model.References.To(member);
            if (calls.IsDefault || (!isLent && (calls.IsEmpty || model.OthersMayCall(member))))
            {
                return Custody.Of(Fate.HandedOver);
            }

            var custodies = calls.Select(it => it is IMethodReferenceOperation && !it.IsFactoryOfLazy(Types) ? Custody.Of(Fate.HandedOver) : About(it)).ToImmutableArray();
            return new Custody(
                custodies.Select(static it => it.Fate).Append(Fate.Nobody).Max(),
                [.. custodies.SelectMany(static it => it.Holders)]);
        }
    }
}
