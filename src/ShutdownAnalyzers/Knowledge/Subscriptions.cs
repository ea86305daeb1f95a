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

    /// <summary>The call keeps the functions that it is handed.</summary>
    public static bool IsKept(IInvocationOperation call)
        => call.TargetMethod.DeclaringSyntaxReferences.Length == 0
        && Names.Contains(call.TargetMethod.Name)
        && call.Arguments.Any(static it => it.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation || it.Value.Type?.TypeKind == TypeKind.Delegate);
}
