namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does this loop end by itself, whatever others do?": by a count, by a time, at the end of what it reads, or because
/// each round takes it further. A loop that asks the same question until the answer changes does not.
/// </summary>
internal sealed class LoopBounds(ShutdownModel model)
{
    private static readonly string[] Clocks = ["System.Diagnostics.Stopwatch", "System.TimeProvider"];

    // Read, ReadAsync, MoveNext, NextResult ...: true means "there was more".
    private static readonly string[] Readers =
    [
        "System.IO.TextReader", "System.IO.Stream", "System.Data.IDataReader", "System.Data.Common.DbDataReader", "System.Collections.IEnumerator", "System.Collections.Generic.IAsyncEnumerator`1",
        "System.Xml.XmlReader", "Grpc.Core.IAsyncStreamReader`1",
    ];

    public bool EndsByItself(ILoopOperation loop)
    {
        var decisions = LoopDecisions.Of(loop, model.Types);
        return decisions.RunsOnce || decisions.All.Any(it => Limits(it.Test, loop) || Exhausts(it, loop) || Advances(it.Test, loop));
    }

    /// <summary>It gives up after so many rounds, or so much time.</summary>
    public bool IsLimited(ILoopOperation loop) => LoopDecisions.Of(loop, model.Types).All.Any(it => Limits(it.Test, loop));

    private bool Limits(IOperation test, ILoopOperation loop) => Counts(test, loop) || ReadsClock(test, loop);

    // A number that each round changes, or a collection that each round fills.
    private static bool Counts(IOperation test, ILoopOperation loop) => test.DescendantsAndSelf().Any(it => it switch
    {
        IIncrementOrDecrementOperation or ICompoundAssignmentOperation => true,
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: ILocalReferenceOperation { Local: var collection } } => IsFilled(collection, loop),
        _ => it.ReferencedSymbol() is { } symbol && IsCounted(symbol, loop),
    });

    private static bool IsCounted(ISymbol symbol, ILoopOperation loop) => loop.Descendants().Any(it => it switch
    {
        IIncrementOrDecrementOperation step => step.Target.ReferencedSymbol().Is(symbol),
        ICompoundAssignmentOperation step => step.Target.ReferencedSymbol().Is(symbol),
        ISimpleAssignmentOperation { Value: var value } step => step.Target.ReferencedSymbol().Is(symbol) && value.Bare() is IBinaryOperation sum && sum.Descendants().Any(part => part.ReferencedSymbol().Is(symbol)),
        _ => false,
    });

    private static bool IsFilled(ISymbol collection, ILoopOperation loop)
        => loop.Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name is "Add" or "AddRange" or "Enqueue" or "Push" or "Append" or "TryAdd" && it.Receiver().ReferencedSymbol().Is(collection));

    // The time that is left, or a wait with a time-out whose outcome is asked.
    private bool ReadsClock(IOperation test, ILoopOperation loop, int depth = 0) => Explained(test, loop).Any(it => it switch
    {
        IMemberReferenceOperation { Member: { Name: "Now" or "UtcNow" or "Today" or "TickCount" or "TickCount64" } } => true,
        IMemberReferenceOperation { Member.ContainingType: var of } => IsClock(of),
        IInvocationOperation call => IsClock(call.TargetMethod.ContainingType) || model.Waits.TimeOf(call) is not null
            || (depth < 3 && model.Bodies.Of(call.TargetMethod) is { } body && Values.Returned(body).Any(value => ReadsClock(value, loop, depth + 1))),
        _ => false,
    });

    private bool IsClock(ITypeSymbol? type) => Clocks.Any(it => type.DerivesFrom(model.Types[it]));

    // The loop goes on while there is something, and leaves when there is nothing more.
    private bool Exhausts(LoopDecision decision, ILoopOperation loop) => MeansNothingMore(decision.Test, loop) is { } nothing && nothing == decision.Leaves;

    // true: where the test holds, there is nothing (more); false: where it holds, there is something; null: it says neither.
    private bool? MeansNothingMore(IOperation? test, ILoopOperation loop, int depth = 0)
    {
        if (depth > 5)
        {
            return null;
        }

        switch (test.Bare())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !MeansNothingMore(not.Operand, loop, depth + 1);
            case IAwaitOperation awaiting:
                return MeansNothingMore(awaiting.Operation, loop, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" } wrapped:
                return MeansNothingMore(wrapped.Receiver(), loop, depth + 1);
            case IIsPatternOperation { Pattern: var pattern }:
                return MeansNull(pattern);
            case IIsTypeOperation:
                return false;
            case IBinaryOperation { RightOperand: var right } comparison when right.Bare() is { Type: not { TypeKind: TypeKind.Enum }, ConstantValue: { HasValue: true, Value: var constant } }:
                return Compared(comparison.OperatorKind, constant);
            case IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" } }:
                return true;
            case IInvocationOperation { TargetMethod: var method } call when method.Name.StartsWith("Try", StringComparison.Ordinal) || method.Name == "Any" || IsReader(call.Receiver()?.Type):
                return false;
            case IPropertyReferenceOperation { Property.Name: "IsEmpty" or "EndOfStream" or "EOF" }:
                return true;
            case IPropertyReferenceOperation { Property.Name: "IsCompleted", Instance.Type: var type } when type.IsA(model.Types["System.IO.Pipelines.ReadResult"]):
                return true;
            case ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } local:
                var values = AssignedIn(loop, local.Local).Select(it => MeansNothingMore(it, loop, depth + 1)).Distinct().ToArray();
                return values is [var same] ? same : null;
            default:
                return null;
        }
    }

    private static bool? MeansNull(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation negated => !MeansNull(negated.Pattern),
        IConstantPatternOperation { Value: { Type: not { TypeKind: TypeKind.Enum }, ConstantValue: { HasValue: true, Value: var constant } } } => constant is null or 0 ? true : null,
        IRelationalPatternOperation { OperatorKind: var kind, Value.ConstantValue: { HasValue: true, Value: var constant } } => Compared(kind, constant),
        IDeclarationPatternOperation or IRecursivePatternOperation or ITypePatternOperation or IListPatternOperation { Patterns.Length: > 0 } => false,
        IListPatternOperation => true,
        _ => null,
    };

    private static bool? Compared(BinaryOperatorKind kind, object? constant) => (kind, constant) switch
    {
        (BinaryOperatorKind.Equals, null or 0 or 0L or -1) => true,
        (BinaryOperatorKind.NotEquals, null or 0 or 0L or -1) => false,
        (BinaryOperatorKind.LessThanOrEqual, 0 or 0L) or (BinaryOperatorKind.LessThan, 0 or 1 or 0L or 1L) => true,
        (BinaryOperatorKind.GreaterThan, 0 or 0L) or (BinaryOperatorKind.GreaterThanOrEqual, 0 or 1 or 0L or 1L) => false,
        _ => null,
    };

    private bool IsReader(ITypeSymbol? type) => Readers.Any(it => type.DerivesFrom(model.Types[it]));

    // Paging: what the next round asks for depends on what this one got.
    private static bool Advances(IOperation test, ILoopOperation loop) => Explained(test, loop)
        .OfType<IInvocationOperation>()
        .Where(static it => !it.TargetMethod.Name.StartsWith("Wait", StringComparison.Ordinal))
        .SelectMany(static it => it.Arguments)
        .SelectMany(static it => it.DescendantsAndSelf())
        .Select(static it => it is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation ? it.ReferencedSymbol() : null)
        .Any(it => it is not null && IsMoved(it, loop));

    private static bool IsMoved(ISymbol symbol, ILoopOperation loop) => loop.Descendants().Any(it => it switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target.ReferencedSymbol().Is(symbol),
        ICompoundAssignmentOperation assignment => assignment.Target.ReferencedSymbol().Is(symbol),
        IIncrementOrDecrementOperation step => step.Target.ReferencedSymbol().Is(symbol),
        _ => false,
    });

    // The test, and what its locals are assigned in the loop.
    private static IEnumerable<IOperation> Explained(IOperation test, ILoopOperation loop)
    {
        foreach (var it in test.DescendantsAndSelf())
        {
            yield return it;
            if (it is ILocalReferenceOperation local)
            {
                foreach (var part in AssignedIn(loop, local.Local).SelectMany(static value => value.DescendantsAndSelf()))
                {
                    yield return part;
                }
            }
        }
    }

    private static IEnumerable<IOperation> AssignedIn(IOperation region, ILocalSymbol local)
    {
        foreach (var it in region.Descendants())
        {
            switch (it)
            {
                case IVariableDeclaratorOperation declarator when declarator.Symbol.Is(local) && declarator.GetVariableInitializer() is { Value: var value }:
                    yield return value;
                    break;
                case ISimpleAssignmentOperation assignment when assignment.Target.ReferencedSymbol().Is(local):
                    yield return assignment.Value;
                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: var declared, Parent: IIsPatternOperation test } when declared.Is(local):
                    yield return test.Value;
                    break;
                case IRecursivePatternOperation { DeclaredSymbol: var declared, Parent: IIsPatternOperation test } when declared.Is(local):
                    yield return test.Value;
                    break;
                case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared, Parent: IArgumentOperation { Parent: IInvocationOperation call } } when declared.Local.Is(local):
                    yield return call;
                    break;
            }
        }
    }
}
