namespace ShutdownAnalyzers.Knowledge;

/// <summary>Calls that wait for something that may never come, and that can be woken by a token.</summary>
internal sealed class Waits(KnownTypes types)
{
    private static readonly ImmutableArray<(string Type, string[] Methods)> Table = ImmutableArray.Create<(string, string[])>(
        ("System.Threading.Tasks.Task", ["Delay", "Wait", "WaitAll", "WaitAny", "WaitAsync"]),
        ("System.Threading.Tasks.Task`1", ["WaitAsync"]),
        ("System.Threading.Tasks.TimeProviderTaskExtensions", ["Delay"]),
        ("System.Threading.Thread", ["Sleep"]),
        ("System.Threading.PeriodicTimer", ["WaitForNextTickAsync"]),
        ("System.Threading.SemaphoreSlim", ["Wait", "WaitAsync"]),
        ("System.Threading.ManualResetEventSlim", ["Wait"]),
        ("System.Threading.CountdownEvent", ["Wait"]),
        ("System.Threading.Barrier", ["SignalAndWait"]),
        ("System.Threading.WaitHandle", ["WaitOne"]),
        ("System.Threading.Channels.ChannelReader`1", ["ReadAsync", "WaitToReadAsync", "ReadAllAsync"]),
        ("System.Threading.Channels.ChannelWriter`1", ["WriteAsync", "WaitToWriteAsync"]),
        ("System.Collections.Concurrent.BlockingCollection`1", ["Take", "GetConsumingEnumerable"]),
        ("System.Net.Sockets.TcpListener", ["AcceptTcpClientAsync", "AcceptSocketAsync"]),
        ("System.Net.Sockets.Socket", ["AcceptAsync", "ReceiveAsync", "ReceiveFromAsync", "ReceiveMessageFromAsync"]),
        ("System.Net.Sockets.SocketTaskExtensions", ["AcceptAsync", "ReceiveAsync", "ReceiveFromAsync"]),
        ("System.Net.Sockets.UdpClient", ["ReceiveAsync"]),
        ("System.Net.Sockets.NetworkStream", ["ReadAsync"]),
        ("System.IO.Pipes.NamedPipeServerStream", ["WaitForConnectionAsync"]),
        ("System.IO.Pipes.PipeStream", ["ReadAsync"]),
        ("System.IO.Pipelines.PipeReader", ["ReadAsync"]),
        ("System.Diagnostics.Process", ["WaitForExitAsync"]),
        ("System.Threading.Tasks.Parallel", ["ForEachAsync", "ForAsync"]),
        ("System.Threading.Tasks.Dataflow.DataflowBlock", ["ReceiveAsync", "OutputAvailableAsync", "ReceiveAllAsync", "Receive"]),
        ("Confluent.Kafka.IConsumer`2", ["Consume"]),
        ("Npgsql.NpgsqlConnection", ["Wait", "WaitAsync"]),
        ("Npgsql.Replication.LogicalReplicationConnection", ["StartReplication"]));

    /// <summary>The names of all calls that may be among them.</summary>
    public static readonly HashSet<string> Names = [.. Table.SelectMany(static row => row.Methods).Append("TryTake")];

    private readonly Lazy<ImmutableDictionary<INamedTypeSymbol, string[]>> known = new(() => Table
        .Select(row => (Type: types[row.Type], row.Methods))
        .Where(static row => row.Type is not null)
        .ToImmutableDictionary<(INamedTypeSymbol? Type, string[] Methods), INamedTypeSymbol, string[]>(static row => row.Type!, static row => row.Methods, SymbolEqualityComparer.Default));

    /// <summary>The call waits, and a token could wake it.</summary>
    public bool Contains(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (known.Value.TryGetValue(type.OriginalDefinition, out var methods) && methods.Contains(method.Name))
            {
                return true;
            }
        }

        // TryTake(out item, Timeout.Infinite) is a Take.
        if (method.Name == "TryTake" && method.ContainingType.IsA(types["System.Collections.Concurrent.BlockingCollection`1"]))
        {
            return TimeOf(call) is { ConstantValue: { HasValue: true, Value: -1 } };
        }

        // await networkStream.ReadAsync(...): the method is the base stream's, the waiting is the network's.
        return call.Instance?.Type is INamedTypeSymbol receiver
            && (receiver.IsA(types["System.Net.Sockets.NetworkStream"]) || receiver.DerivesFrom(types["System.IO.Pipes.PipeStream"]))
            && method.Name == "ReadAsync";
    }

    /// <summary>The call sleeps for a time and does nothing else.</summary>
    public bool IsSleep(IInvocationOperation call)
        => (call.TargetMethod.Name == "Delay" && Contains(call)) || (call.TargetMethod.Name == "Sleep" && Contains(call));

    /// <summary>The argument that bounds the wait: a number of milliseconds or a <see cref="TimeSpan"/>; <see langword="null"/> where it is unbounded.</summary>
    public IOperation? TimeOf(IInvocationOperation call) => call.Arguments
        .FirstOrDefault(it => it.Parameter is { Name: "millisecondsDelay" or "delay" or "millisecondsTimeout" or "timeout" or "milliseconds" or "dueTime" } && it.ArgumentKind == ArgumentKind.Explicit)?.Value;
}
