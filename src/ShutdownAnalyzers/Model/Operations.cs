using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>Verbs over operations that several rules use.</summary>
internal static class Operations
{
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var it = operation.Parent; it is not null; it = it.Parent)
        {
            yield return it;
        }
    }

    public static IEnumerable<IOperation> AncestorsAndSelf(this IOperation operation)
    {
        for (var it = operation; it is not null; it = it.Parent)
        {
            yield return it;
        }
    }

    /// <summary>The operation without conversions, parentheses and null-forgiveness around it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(operation))]
    public static IOperation? Bare(this IOperation? operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IDelegateCreationOperation delegateCreation:
                    operation = delegateCreation.Target;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The parent without conversions, parentheses and null-forgiveness in between.</summary>
    public static IOperation? BareParent(this IOperation operation)
    {
        var it = operation.Parent;
        while (it is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
        {
            it = it.Parent;
        }

        return it;
    }

    /// <summary>The node and what it contains, without going into lambdas and local functions.</summary>
    public static IEnumerable<IOperation> OwnDescendantsAndSelf(this IOperation operation)
    {
        var rest = new Stack<IOperation>(capacity: 32);
        rest.Push(operation);
        while (rest.Count > 0)
        {
            var it = rest.Pop();
            yield return it;
            foreach (var child in it.ChildOperations.Reverse())
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    rest.Push(child);
                }
            }
        }
    }

    /// <summary>What a function does: of a lambda or local function the code inside it, of a body the body itself.</summary>
    public static IOperation FunctionCode(this IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation { Body: { } block } => block,
        _ => function,
    };

    /// <summary>The nearest lambda or local function around the operation, or the root of its member's body.</summary>
    public static IOperation EnclosingFunction(this IOperation operation)
    {
        var it = operation;
        while (it.Parent is { } parent)
        {
            it = parent;
            if (it is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return it;
            }
        }

        return it;
    }

    /// <summary>The statement of the member's own body that the operation is in, past lambdas and local functions.</summary>
    public static IOperation StatementAround(this IOperation operation)
    {
        var statement = operation;
        foreach (var it in operation.AncestorsAndSelf())
        {
            statement = it.Parent is IBlockOperation ? it : statement;
        }

        return statement;
    }

    /// <summary>A loop of the same function is around the operation.</summary>
    public static bool IsInLoop(this IOperation operation)
        => operation.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static it => it is ILoopOperation);

    public static IOperation Root(this IOperation operation)
    {
        var it = operation;
        while (it.Parent is { } parent)
        {
            it = parent;
        }

        return it;
    }

    /// <summary>The value handed to the parameter of that name, or <see langword="null"/>.</summary>
    public static IOperation? ArgumentFor(this IInvocationOperation call, string parameter)
        => call.Arguments.FirstOrDefault(it => it.Parameter?.Name == parameter)?.Value;

    /// <summary>What the call hands to this method, which overrides or implements the one that it names: the method's own parameters, in their order.</summary>
    public static IEnumerable<(IParameterSymbol Parameter, IOperation Value)> ArgumentsFor(this IInvocationOperation call, IMethodSymbol? callee)
    {
        var parameters = callee?.OriginalDefinition.Parameters ?? [];
        return call.Arguments
            .Where(it => it.Parameter is { } given && given.Ordinal < parameters.Length)
            .Select(it => (parameters[it.Parameter!.Ordinal], it.Value));
    }

    /// <summary>What the call is made on: the instance, or the first argument of an extension method.</summary>
    public static IOperation? Receiver(this IInvocationOperation call)
        => (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null)).Bare();

    /// <summary>Where the name of the called method stands: in a fluent chain the call itself begins lines above.</summary>
    public static Location NamePlace(this IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var callee }
        ? (callee switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => callee,
        }).GetLocation()
        : call.Syntax.GetLocation();

    /// <summary>The field, local, parameter or property that the operation reads, or <see langword="null"/>.</summary>
    public static ISymbol? ReferencedSymbol(this IOperation? operation) => operation.Bare() switch
    {
        ILocalReferenceOperation it => it.Local,
        IParameterReferenceOperation it => it.Parameter,
        IFieldReferenceOperation it => it.Field,
        IPropertyReferenceOperation it => it.Property,
        _ => null,
    };

    /// <summary>The variable that the pattern gives to the whole of what it tests: y in <c>x is { } y</c>, in <c>x is Y y</c>, in <c>x is not { } y</c>.</summary>
    public static ISymbol? NameGiven(this IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation it => it.Pattern.NameGiven(),
        IDeclarationPatternOperation it => it.DeclaredSymbol,
        IRecursivePatternOperation it => it.DeclaredSymbol,
        _ => null,
    };

    /// <summary><c>null</c> or <c>default</c> of a reference type, as it is written.</summary>
    public static bool IsNull(this IOperation? value)
        => value.Bare() is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation { Type.IsReferenceType: true };

    /// <summary>What a member is used of: <c>x</c> in <c>x.M()</c> and in <c>x?.M()</c>.</summary>
    public static IOperation? Accessed(this IOperation? instance)
    {
        var below = instance.Bare();
        if (below is not IConditionalAccessInstanceOperation)
        {
            return below;
        }

        foreach (var around in below.Ancestors())
        {
            if (around is IConditionalAccessOperation access && access.WhenNotNull == below)
            {
                return access.Operation.Bare();
            }

            below = around;
        }

        return null;
    }

    /// <summary>The reference to a variable stands where it is written, or handed out to be written.</summary>
    public static bool IsWritten(this IOperation reference) => reference.BareParent() switch
    {
        IAssignmentOperation assignment => assignment.Target.Bare() == reference.Bare(),
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        IArgumentOperation { Parameter.RefKind: not (RefKind.None or RefKind.In) } or IIncrementOrDecrementOperation => true,
        _ => false,
    };

    /// <summary>A written reference gets no object: <c>_x = null</c>, <c>Interlocked.Exchange(ref _x, null)</c>.</summary>
    public static bool WritesNull(this IOperation reference) => reference.BareParent() switch
    {
        ISimpleAssignmentOperation { Value: var value } => value.IsNull(),
        IArgumentOperation { Parent: IInvocationOperation call } => call.Arguments.Any(static it => it.Value.IsNull()),
        _ => false,
    };

    /// <summary>The call made on this reference: <c>x.M()</c> or <c>x?.M()</c>; <see langword="null"/> where none is.</summary>
    public static IInvocationOperation? CallOn(this IOperation reference)
    {
        switch (reference.BareParent())
        {
            case IInvocationOperation call when call.Instance.Bare() == reference || call.Receiver() == reference:
                return call;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } extension } when extension.Receiver() == reference:
                return extension;
            case IConditionalAccessOperation access when access.Operation.Bare() == reference:
                return access.WhenNotNull.OwnDescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(static it => it.Receiver() is IConditionalAccessInstanceOperation);
            default:
                return null;
        }
    }
}
