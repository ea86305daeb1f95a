namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which library calls keep the function they are handed and call it again and again, until somebody unsubscribes.</summary>
internal static class Subscriptions
{
    /// <summary>The names of all of them.</summary>
    public static readonly HashSet<string> Names =
    [
        "Subscribe", "SubscribeAsync", "On", "OnMessage", "OnMessageAsync", "AddHandler", "RegisterHandler", "RegisterMessageHandler", "RegisterSessionHandler",
        "OnChange", "RegisterChangeCallback", "CreateTimer", "RegisterWaitForSingleObject",
    ];

    // Of the others a project's own interface may mean something else than the libraries do.
    private static readonly HashSet<string> Plain = ["Subscribe", "SubscribeAsync", "OnMessage", "OnMessageAsync"];

    /// <summary>The call keeps the functions that it is handed: one of a library, or of an interface whose code is elsewhere.</summary>
    public static bool IsKept(IInvocationOperation call)
        => Names.Contains(call.TargetMethod.Name)
        && (call.TargetMethod.DeclaringSyntaxReferences.Length == 0 || IsOfInterface(call))
        && call.Arguments.Any(static it => it.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation || it.Value.Type?.TypeKind == TypeKind.Delegate);

    /// <summary>The project declares what is subscribed to as an interface: what the call does only its name tells.</summary>
    public static bool IsOfInterface(IInvocationOperation call)
        => call.TargetMethod is { IsAbstract: true, ContainingType.TypeKind: TypeKind.Interface, DeclaringSyntaxReferences.Length: > 0 } && Plain.Contains(call.TargetMethod.Name);
}
