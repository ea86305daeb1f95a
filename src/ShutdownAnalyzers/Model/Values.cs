using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// What a variable may hold: the values that the project's code gives to a local, field or property, and what a method may return.
/// <see langword="default"/> means that other values are possible which cannot be seen.
/// </summary>
internal sealed class Values(ShutdownModel model)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> known = new(SymbolEqualityComparer.Default);

    /// <summary>The values of a local of the code around this operation.</summary>
    public ImmutableArray<IOperation> Of(ILocalSymbol local, IOperation near) => known.TryGetValue(local, out var values) ? values : known.GetOrAdd(local, OfLocal(local, near));

    /// <summary>The values of a field, or of a property that the compiler backs with one.</summary>
    public ImmutableArray<IOperation> Of(ISymbol fieldOrProperty) => known.GetOrAdd(fieldOrProperty.OriginalDefinition, OfMember);

    /// <summary>What the project's callers hand over for a parameter; empty where nobody calls, <see langword="default"/> where that cannot be seen.</summary>
    public ImmutableArray<IOperation> OfParameter(IParameterSymbol parameter) => known.GetOrAdd(parameter, it => HandedOver((IParameterSymbol)it));

    /// <summary>The expressions whose value the body returns.</summary>
    public static IEnumerable<IOperation> Returned(IOperation body) => body switch
    {
        IAnonymousFunctionOperation lambda => Returned(lambda.Body),
        ILocalFunctionOperation { Body: { } block } => Returned(block),
        _ => body.OwnDescendantsAndSelf().OfType<IReturnOperation>().Where(static it => it.Kind == OperationKind.Return).Select(static it => it.ReturnedValue).OfType<IOperation>(),
    };

    private static ImmutableArray<IOperation> OfLocal(ILocalSymbol local, IOperation near)
    {
        var values = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var operation in near.Root().DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer: { } initializer } declarator when declarator.Symbol.Is(local):
                    values.Add(initializer.Value);
                    break;
                case ILocalReferenceOperation reference when reference.Local.Is(local):
                    if (!AddWritten(reference, values))
                    {
                        return default;
                    }

                    break;
                case IDeclarationPatternOperation pattern when pattern.DeclaredSymbol.Is(local):
                case IRecursivePatternOperation recursive when recursive.DeclaredSymbol.Is(local):
                    if (operation.Parent is not IIsPatternOperation test)
                    {
                        return default;
                    }

                    values.Add(test.Value);
                    break;
                case IForEachLoopOperation loop when loop.Locals.Any(it => it.Is(local)):
                    return default;
            }
        }

        return values.ToImmutable();
    }

    private ImmutableArray<IOperation> OfMember(ISymbol symbol)
    {
        var references = model.References.To(symbol, Occurrences.MayWrite);
        if (references.IsDefault || symbol.DeclaringSyntaxReferences.Length == 0)
        {
            return default;
        }

        var values = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case VariableDeclaratorSyntax { Initializer: { } initializer }:
                    AddInitializer(initializer);
                    break;
                case PropertyDeclarationSyntax { Initializer: { } initializer }:
                    AddInitializer(initializer);
                    break;
                case ParameterSyntax parameter when symbol is IPropertySymbol property:
                    AddConstructorArguments(parameter, property);
                    break;
            }
        }

        foreach (var reference in references)
        {
            if (reference.Bare() is IMemberReferenceOperation member && !AddWritten(member, values))
            {
                return default;
            }
        }

        return values.ToImmutable();

        void AddInitializer(EqualsValueClauseSyntax clause)
        {
            if (model.Bodies.OperationOf(clause) is ISymbolInitializerOperation initializer)
            {
                values.Add(initializer.Value);
            }
        }

        // A positional record: the property holds what the constructor is called with.
        void AddConstructorArguments(ParameterSyntax syntax, IPropertySymbol property)
        {
            foreach (var constructor in property.ContainingType.InstanceConstructors)
            {
                foreach (var parameter in constructor.Parameters.Where(it => it.DeclaringSyntaxReferences.Any(at => at.GetSyntax() == syntax)))
                {
                    var handed = OfParameter(parameter);
                    if (!handed.IsDefault)
                    {
                        values.AddRange(handed);
                    }
                }
            }
        }
    }

    private ImmutableArray<IOperation> HandedOver(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return default;
        }

        var references = model.References.To(method);
        if (references.IsDefault)
        {
            return default;
        }

        var values = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var reference in references)
        {
            var arguments = reference.Bare() switch
            {
                IInvocationOperation call => call.Arguments,
                IObjectCreationOperation creation => creation.Arguments,
                _ => default,
            };
            if (arguments.IsDefault)
            {
                return default;
            }

            if (arguments.FirstOrDefault(it => it.Parameter?.Ordinal == parameter.Ordinal) is { } argument)
            {
                values.Add(argument.Value);
            }
        }

        return values.ToImmutable();
    }

    // False where the reference lets somebody write a value that is not to be seen.
    private static bool AddWritten(IOperation reference, ImmutableArray<IOperation>.Builder values)
    {
        var target = Declared(reference);
        switch (target.BareParent())
        {
            case ISimpleAssignmentOperation assignment when assignment.Target.Bare() == reference:
                values.Add(assignment.Value);
                return true;
            case ICoalesceAssignmentOperation assignment when assignment.Target.Bare() == reference:
                values.Add(assignment.Value);
                return true;
            case ITupleOperation tuple when Declared(tuple) is { Parent: IDeconstructionAssignmentOperation deconstruction } whole && deconstruction.Target == whole:
                if (deconstruction.Value.Bare() is ITupleOperation { Elements: var elements } && elements.Length == tuple.Elements.Length)
                {
                    values.Add(elements[tuple.Elements.IndexOf(tuple.Elements.First(it => it == target || it.Bare() == reference))]);
                    return true;
                }

                return false;
            case ITupleOperation { Parent: ITupleOperation or IDeclarationExpressionOperation { Parent: not IDeconstructionAssignmentOperation } }:
                return false;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref }:
                return false;
            default:
                return true;
        }
    }

    // 'var x' and 'var (x, y)' declare where they are written.
    private static IOperation Declared(IOperation target) => target.Parent is IDeclarationExpressionOperation declaration ? declaration : target;
}
