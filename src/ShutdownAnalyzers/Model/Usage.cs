namespace ShutdownAnalyzers.Model;

/// <summary>The ways in which code uses a value that it has.</summary>
internal enum UseKind
{
    /// <summary>Thrown away where it was made: a statement of its own, a discard.</summary>
    Dropped,

    /// <summary>A member of it, or an extension method of the framework, is called, read or written.</summary>
    Member,

    /// <summary>A <c>using</c> releases it.</summary>
    Using,

    /// <summary>It is awaited.</summary>
    Awaited,

    /// <summary>The function around it returns it: its callers decide.</summary>
    Returned,

    /// <summary>It is handed to code that cannot be looked into. Whatever a rule wants to have done may be done there.</summary>
    Passed,
}

/// <summary>One use of a value: the operation is the member's, the statement, the call it is passed to.</summary>
internal readonly record struct Use(UseKind Kind, IOperation Operation);

/// <summary>What becomes of a value: how it is used, and which locals, fields, parameters and properties hold it or a collection of it.</summary>
internal sealed record Usage(ImmutableArray<Use> All, ImmutableArray<ISymbol> Holders)
{
    /// <summary>The operations that use the value in this way.</summary>
    public IEnumerable<IOperation> Operations(UseKind kind) => All.Where(it => it.Kind == kind).Select(static it => it.Operation);

    /// <summary>The usage of the same value by other code too.</summary>
    public Usage And(Usage? other) => other is null ? this : new(All.AddRange(other.All), Holders.AddRange(other.Holders));

    public Usage Without(UseKind kind) => this with { All = All.RemoveAll(it => it.Kind == kind) };

    /// <summary>The usage where the function that returns the value is called: inside the function and by this caller.</summary>
    public Usage ThenOutside(Usage? caller) => caller is null ? this : Without(UseKind.Returned).And(caller);

    public bool Has(UseKind kind) => All.Any(it => it.Kind == kind);

    /// <summary>A method of this name is called on the value.</summary>
    public bool Calls(string method) => CallsOf(method).Any();

    /// <summary>The calls of the value's method of this name.</summary>
    public IEnumerable<IInvocationOperation> CallsOf(string method)
        => All.Where(static it => it.Kind == UseKind.Member).Select(static it => it.Operation).OfType<IInvocationOperation>().Where(it => it.TargetMethod.Name == method);

    /// <summary>What is assigned to the value's property of this name.</summary>
    public IEnumerable<IOperation> Assigned(string property)
        => All.Where(static it => it.Kind == UseKind.Member)
            .Select(static it => it.Operation)
            .OfType<IPropertyReferenceOperation>()
            .Where(it => it.Property.Name == property)
            .Select(static it => it.Parent is ISimpleAssignmentOperation assignment && assignment.Target == it ? assignment.Value : null)
            .OfType<IOperation>();
}
