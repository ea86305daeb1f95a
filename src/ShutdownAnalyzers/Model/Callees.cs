using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>Which code of the project runs when something is called.</summary>
internal sealed class Callees(Bodies bodies, References references, SourceTypes types)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IOperation>> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> methods = new(SymbolEqualityComparer.Default);

    /// <summary>The bodies that a call of the method may run: its own and, unless the call is to the base, those of what overrides or implements it.</summary>
    public ImmutableArray<IOperation> Of(IMethodSymbol method) => known.GetOrAdd(method, it => [.. MethodsOf(it).Select(bodies.Of).OfType<IOperation>()]);

    /// <summary>The bodies that this call may run: a call of the base lands in that very body.</summary>
    public IEnumerable<IOperation> OfCall(IInvocationOperation call) => MethodsOf(call).Select(bodies.Of).OfType<IOperation>();

    /// <summary>The methods that this call may run.</summary>
    public ImmutableArray<IMethodSymbol> MethodsOf(IInvocationOperation call) => call.IsVirtual ? MethodsOf(call.TargetMethod) : [call.TargetMethod];

    /// <summary>The methods that a call of this one may run, as far as the project declares them.</summary>
    public ImmutableArray<IMethodSymbol> MethodsOf(IMethodSymbol method) => methods.GetOrAdd(method, it => [.. Find(it)]);

    /// <summary>
    /// The bodies that a delegate stands for: of a lambda, a method group, or a variable that only ever holds such; for a
    /// parameter those that the callers in the project hand over. Empty where one of them is not to be seen.
    /// </summary>
    public ImmutableArray<IOperation> OfDelegate(IOperation value)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        return Collect(value, found, new HashSet<ISymbol>(SymbolEqualityComparer.Default)) ? found.ToImmutable() : [];
    }

    private IEnumerable<IMethodSymbol> Find(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length > 0)
        {
            yield return method;
        }

        if (!(method.IsVirtual || method.IsAbstract || method.IsOverride) || method.ContainingType.DeclaringSyntaxReferences.Length == 0)
        {
            yield break;
        }

        foreach (var type in types.DerivedFrom(method.ContainingType))
        {
            var member = method.ContainingType.TypeKind == TypeKind.Interface
                ? type.FindImplementationForInterfaceMember(method.ConstructedFrom)
                : type.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(it => it.OverrideChain().Any(overridden => overridden.OriginalDefinition.Is(method.OriginalDefinition)));
            if (member is IMethodSymbol implementation && !implementation.Is(method))
            {
                yield return implementation;
            }
        }
    }

    private bool Collect(IOperation value, ImmutableArray<IOperation>.Builder found, HashSet<ISymbol> seen)
    {
        switch (value.Bare())
        {
            case IAnonymousFunctionOperation lambda:
                found.Add(lambda);
                return true;
            case IMethodReferenceOperation group:
                var before = found.Count;
                found.AddRange(Of(group.Method));
                return found.Count > before;
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter }:
                return seen.Add(parameter) && CollectFromCallers(method, parameter, found, seen);
            case ILocalReferenceOperation local:
                return seen.Add(local.Local) && CollectAll(Assigned(local.Local, local.Root()), found, seen);
            case IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }:
                return seen.Add(field) && CollectAll(bodies.OfType(field.ContainingType).SelectMany(it => Assigned(field, it)), found, seen);
            default:
                return false;
        }
    }

    private bool CollectFromCallers(IMethodSymbol method, IParameterSymbol parameter, ImmutableArray<IOperation>.Builder found, HashSet<ISymbol> seen)
    {
        var calls = references.To(method);
        return !calls.IsDefault && CollectAll(calls.Select(call => ArgumentOf(call, parameter)), found, seen);
    }

    private static IOperation? ArgumentOf(IOperation call, IParameterSymbol parameter)
    {
        var arguments = call.Bare() switch
        {
            IInvocationOperation it => it.Arguments,
            IObjectCreationOperation it => it.Arguments,
            _ => [],
        };
        return arguments.FirstOrDefault(it => it.Parameter?.OriginalDefinition.Is(parameter.OriginalDefinition) == true)?.Value;
    }

    private bool CollectAll(IEnumerable<IOperation?> values, ImmutableArray<IOperation>.Builder found, HashSet<ISymbol> seen)
    {
        var any = false;
        foreach (var value in values)
        {
            if (value is null || !Collect(value, found, seen))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static IEnumerable<IOperation> Assigned(ISymbol variable, IOperation root)
    {
        foreach (var it in root.DescendantsAndSelf())
        {
            switch (it)
            {
                case IVariableDeclaratorOperation declarator when declarator.Symbol.Is(variable) && declarator.GetVariableInitializer() is { } initializer:
                    yield return initializer.Value;
                    break;
                case IFieldInitializerOperation initializer when initializer.InitializedFields.Any(field => field.Is(variable)):
                    yield return initializer.Value;
                    break;
                case IAssignmentOperation assignment when assignment.Target.ReferencedSymbol().Is(variable):
                    yield return assignment.Value;
                    break;
            }
        }
    }
}
