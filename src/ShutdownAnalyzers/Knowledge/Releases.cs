namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which calls release what they are made on, and which calls only look at what they are handed.</summary>
internal static class Releases
{
    private static readonly HashSet<string> Verbs = ["Dispose", "Close", "Stop", "Disconnect", "Shutdown", "Shut", "Quit", "Abort", "Kill", "Terminate", "Release", "Logout", "Destroy"];

    private static readonly ImmutableArray<string> FactoryVerbs = ["Create", "Connect", "Open", "Build", "Start", "Accept", "Dial", "Launch", "New", "For", "Make", "Establish"];

    /// <summary><c>Dispose</c>, <c>CloseAsync</c>, <c>StopListening</c>, <c>TryDisconnect</c>: one of the words of the name is a verb of release.</summary>
    public static bool IsRelease(this IMethodSymbol method) => Words(method.Name).Any(Verbs.Contains);

    /// <summary>The method opens, connects or builds what it returns, by its name: <c>ConnectAsync</c>, <c>CreateBuilder</c>, <c>OpenWrite</c>.</summary>
    public static bool IsNamedLikeFactory(this IMethodSymbol method) => IsNamedLikeFactory(method.Name);

    /// <summary>A method of this name opens, connects or builds what it returns.</summary>
    public static bool IsNamedLikeFactory(string method)
    {
        var start = method.LastIndexOf('.') + 1;
        foreach (var verb in FactoryVerbs)
        {
            if (string.CompareOrdinal(method, start, verb, 0, verb.Length) == 0 && (method.Length == start + verb.Length || char.IsUpper(method[start + verb.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What the member returns shares the life of what it is read from: who closes the stream of a client closes the client.
    /// </summary>
    public static bool SharesLifetime(this ISymbol member, KnownTypes types)
        => member.Name is "GetStream" or "Client" && member.ContainingType.IsA(types["System.Net.Sockets.TcpClient"])
        || member.Name is "Server" && member.ContainingType.IsA(types["System.Net.Sockets.TcpListener"]);

    /// <summary>The call stands between a task and its result: <c>ConfigureAwait</c>, <c>AsTask</c>, <c>GetAwaiter().GetResult()</c>.</summary>
    public static bool IsStepOfAwait(this IMethodSymbol method) => method.Name is "ConfigureAwait" or "WaitAsync" or "AsTask" or "GetAwaiter" or "GetResult";

    /// <summary><c>Interlocked.Exchange(ref field, null)</c>, <c>Volatile.Read(ref field)</c>: the result is what the field held.</summary>
    public static bool ReadsOrWritesAtomically(this IMethodSymbol method, KnownTypes types)
        => method.ContainingType.IsA(types["System.Threading.Interlocked"]) || method.ContainingType.IsA(types["System.Threading.Volatile"]);

    /// <summary><c>new StreamReader(stream)</c>, <c>new SslStream(stream)</c>: who releases the reader or writer releases the stream.</summary>
    public static bool IsWrapper(this IMethodSymbol method, KnownTypes types)
        => method is { MethodKind: MethodKind.Constructor, DeclaringSyntaxReferences: [], Parameters: [{ Type: var inner }, ..] }
        && inner.IsA(types["System.IO.Stream"])
        && (method.ContainingType.DerivesFrom(types["System.IO.TextReader"]) || method.ContainingType.DerivesFrom(types["System.IO.TextWriter"]) || method.ContainingType.DerivesFrom(types["System.IO.Stream"]));

    /// <summary>
    /// Library code that is handed a value and leaves it to its owner: guards, console output, comparison, logging; commands
    /// and typed clients over a connection.
    /// </summary>
    public static bool OnlyLooks(this IMethodSymbol method, KnownTypes types)
        => method.ContainingType is { } type
        && (type.SpecialType is SpecialType.System_Object or SpecialType.System_String
            || type.IsA(types["System.Console"])
            || type.IsA(types["System.GC"])
            || type.IsA(types["System.ArgumentNullException"])
            || type.IsA(types["System.ObjectDisposedException"])
            || type.IsA(types["System.Diagnostics.Debug"])
            || type.IsA(types["Microsoft.Extensions.Logging.LoggerExtensions"])
            || type.DerivesFrom(types["System.Data.Common.DbCommand"])
            || type.DerivesFrom(types["Grpc.Core.ClientBase"]));

    // TryShutDownAsync -> Try, Shut, Down, Async.
    private static IEnumerable<string> Words(string name)
    {
        var start = name.LastIndexOf('.') + 1;
        for (var end = start + 1; end <= name.Length; end++)
        {
            if (end == name.Length || char.IsUpper(name[end]))
            {
                yield return name.Substring(start, end - start);
                start = end;
            }
        }
    }
}
