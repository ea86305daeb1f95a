namespace ShutdownAnalyzers.Knowledge;

/// <summary>The types whose objects somebody notices when they vanish: the peer of a connection, a device, a broker, a folder watch.</summary>
internal sealed class Connections(KnownTypes types)
{
    private const int Deepest = 3;

    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> table = new(() => ImmutableArray.CreateRange(new[]
    {
        types["System.Net.WebSockets.ClientWebSocket"], types["System.Net.Sockets.TcpClient"], types["System.Net.Sockets.TcpListener"],
        types["System.Net.Sockets.UdpClient"], types["System.Net.Sockets.Socket"], types["System.Net.HttpListener"], types["System.Net.Quic.QuicConnection"],
        types["System.Net.Mail.SmtpClient"], types["System.IO.Pipes.PipeStream"], types["System.IO.Ports.SerialPort"], types["System.IO.FileSystemWatcher"],
        types["System.Data.Common.DbConnection"], types["System.Data.Common.DbDataSource"],
        types["Microsoft.AspNetCore.SignalR.Client.HubConnection"], types["Grpc.Net.Client.GrpcChannel"], types["Grpc.Core.Channel"],
        types["StackExchange.Redis.IConnectionMultiplexer"], types["RabbitMQ.Client.IConnection"], types["MQTTnet.IMqttClient"], types["MQTTnet.Client.IMqttClient"],
        types["MQTTnet.Extensions.ManagedClient.IManagedMqttClient"], types["Confluent.Kafka.IConsumer`2"], types["Confluent.Kafka.IProducer`2"],
        types["Confluent.Kafka.IAdminClient"], types["Azure.Messaging.ServiceBus.ServiceBusClient"], types["Azure.Messaging.ServiceBus.ServiceBusProcessor"],
        types["Azure.Messaging.EventHubs.EventProcessorClient"], types["Azure.Messaging.EventHubs.Consumer.EventHubConsumerClient"],
        types["Azure.Messaging.EventHubs.Producer.EventHubProducerClient"], types["MassTransit.IBusControl"], types["NATS.Client.Core.INatsConnection"],
        types["NATS.Client.IConnection"], types["Apache.NMS.IConnection"], types["DotPulsar.Abstractions.IPulsarClient"], types["MailKit.IMailService"],
        types["FluentFTP.IBaseFtpClient"], types["Renci.SshNet.IBaseClient"], types["Renci.SshNet.BaseClient"], types["Cassandra.ICluster"], types["Neo4j.Driver.IDriver"],
        types["Opc.Ua.Client.ISession"],
    }.OfType<INamedTypeSymbol>()));

    /// <summary>
    /// The type is in the table, or among those that the project added to it, or is a disposable type of the project that
    /// holds such a connection: then it is the connection, as far as its user can tell.
    /// </summary>
    public bool IsConnection(ITypeSymbol? type, ImmutableArray<INamedTypeSymbol> added) => IsConnection(type, added, 0);

    private bool IsConnection(ITypeSymbol? type, ImmutableArray<INamedTypeSymbol> added, int depth)
        => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } named
        && (table.Value.Any(it => named.DerivesFrom(it)) || added.Any(it => named.DerivesFrom(it)) || Wraps(named, added, depth));

    private bool Wraps(INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> added, int depth)
        => depth < Deepest
        && type.DeclaringSyntaxReferences.Length > 0
        && (type.DerivesFrom(types.Disposable) || type.DerivesFrom(types.AsyncDisposable))
        && !type.DerivesFrom(types.HostedService)
        && type.GetMembers().OfType<IFieldSymbol>().Any(it => !it.IsStatic && IsConnection(it.Type, added, depth + 1));
}
