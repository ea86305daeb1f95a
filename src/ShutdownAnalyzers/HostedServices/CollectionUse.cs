namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// Where a registration is made, seen from one function: there itself, or by a call that leads to it. <paramref name="Collection"/>
/// is what the service collection belongs to: a variable, or the expression that creates the host builder.
/// </summary>
internal sealed record CollectionUse(IOperation At, object Collection)
{
    private const int Deepest = 4;

    /// <summary>The registration as it is seen from its own function, from those that call that one, and so on.</summary>
    public static ImmutableArray<CollectionUse> Of(IInvocationOperation registration, ShutdownModel model)
    {
        var uses = ImmutableArray.CreateBuilder<CollectionUse>();
        if (model.Bodies.OperationOf(registration.Syntax).Bare() is IInvocationOperation call && call.Receiver() is { } receiver)
        {
            Collect(call, receiver, uses, model, 0);
        }

        return uses.ToImmutable();
    }

    /// <summary>Both run in one run of one function, on the same collection, this one first.</summary>
    public bool Precedes(CollectionUse other)
        => At != other.At
        && Collection.Equals(other.Collection)
        && At.Root() == other.At.Root()
        && At.EnclosingFunction() == other.At.EnclosingFunction()
        && NamePosition(At) < NamePosition(other.At)
        && !ExcludeEachOther(At, other.At);

    /// <summary>The collection is made anew each time this code runs.</summary>
    public bool BeginsIn(SyntaxNode code) => Collection switch
    {
        SyntaxNode creation => code.Contains(creation),
        ISymbol variable => variable.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == code.SyntaxTree && code.Span.Contains(it.Span)),
        _ => false,
    };

    // In a fluent chain the calls begin at the same place and end one behind the other.
    private static int NamePosition(IOperation call) => call.Syntax.Span.End;

    private static void Collect(IOperation at, IOperation collection, ImmutableArray<CollectionUse>.Builder uses, ShutdownModel model, int depth)
    {
        if (depth > Deepest || Owner(collection) is not { } owner)
        {
            return;
        }

        uses.Add(new CollectionUse(at, owner));
        // Each call of a generic helper may be about another type.
        if (at.EnclosingFunction() is IAnonymousFunctionOperation lambda)
        {
            // builder.ConfigureServices(services => ...), topics.ForEach(topic => services....)
            if (lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation outer }
                && (owner is IParameterSymbol parameter && parameter.ContainingSymbol.Is(lambda.Symbol) ? outer.Receiver() : collection) is { } outside)
            {
                Collect(outer, outside, uses, model, depth + 1);
            }
        }
        else if (model.Bodies.FunctionAround(at) is { IsGenericMethod: false } function && !model.References.To(function).IsDefault)
        {
            foreach (var call in model.References.To(function).Select(static it => it.Bare()).OfType<IInvocationOperation>())
            {
                // A parameter stands for the caller's argument; a field or a captured variable stays what it is.
                var handed = owner is IParameterSymbol own && own.ContainingSymbol.Is(function)
                    ? call.Arguments.FirstOrDefault(it => it.Parameter?.Ordinal == own.Ordinal)?.Value
                    : collection;
                if (handed is not null)
                {
                    Collect(call, handed, uses, model, depth + 1);
                }
            }
        }
    }

    // builder.Services.AddA().AddB() -> builder; Host.CreateDefaultBuilder().ConfigureServices(...) -> that expression
    private static object? Owner(IOperation? collection)
    {
        switch (collection.Bare())
        {
            case ILocalReferenceOperation local:
                var declared = local.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(it => it.Symbol.Is(local.Local))?.GetVariableInitializer()?.Value.Bare();
                return declared is IPropertyReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation ? Owner(declared) : local.Local;
            case IParameterReferenceOperation parameter:
                return parameter.Parameter;
            case IFieldReferenceOperation field:
                return field.Field;
            case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } own:
                return own.Property;
            case IPropertyReferenceOperation { Property.Name: "Services" or "Host" or "WebHost", Instance: { } instance }:
                return Owner(instance);
            case IInvocationOperation call when call.Receiver() is { } receiver && (call.TargetMethod.IsExtensionMethod || call.Type.Is(receiver.Type)):
                return Owner(receiver);
            case IInvocationOperation or IObjectCreationOperation:
                return collection.Bare()!.Syntax;
            default:
                return null;
        }
    }

    /// <summary>Two branches of one decision, or a branch that leaves before the other is reached; or each under a condition of its own.</summary>
    private static bool ExcludeEachOther(IOperation first, IOperation second)
    {
        var firstWay = first.AncestorsAndSelf().ToList();
        var secondWay = second.AncestorsAndSelf().ToList();
        var common = firstWay.First(secondWay.Contains);
        var firstBranches = firstWay.TakeWhile(it => it != common).ToList();
        var secondBranches = secondWay.TakeWhile(it => it != common).ToList();
        return common switch
        {
            IConditionalOperation choice => firstBranches.Last() != choice.Condition,
            ISwitchOperation or ISwitchExpressionOperation or ITryOperation => true,
            _ => firstBranches.Any(Leaves) || (firstBranches.Any(IsConditional) && secondBranches.Any(IsConditional)),
        };
    }

    private static bool IsConditional(IOperation part)
        => part.Parent is IConditionalOperation { Condition: var condition } ? part != condition : part is ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation;

    private static bool Leaves(IOperation part)
        => IsConditional(part) && (part is IBlockOperation block ? block.Operations.LastOrDefault() : part) is IReturnOperation or IThrowOperation or IBranchOperation;
}
