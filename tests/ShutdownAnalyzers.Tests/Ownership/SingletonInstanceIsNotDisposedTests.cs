using Microsoft.CodeAnalysis.Testing;
using ShutdownAnalyzers.Ownership;
using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Ownership.SingletonInstanceIsNotDisposedAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace ShutdownAnalyzers.Tests.Ownership;

public sealed class SingletonInstanceIsNotDisposedTests
{
    // What every case can use: a disposable of the project that has something to lose, and an interface to hide it behind.
    private const string Outbox =
        """

        public interface IOutbox { }
        public sealed class Outbox(string path = "outbox.log") : IOutbox, IDisposable
        {
            private readonly StreamWriter _file = new(path);
            public static Outbox Open(string path) => new(path);
            public static Task<Outbox> OpenAsync(string path) => Task.FromResult(new Outbox(path));
            public void Warm() { }
            public void Dispose() => _file.Dispose();
        }
        """;

    [Theory]
    [InlineData("services.AddSingleton([|new Outbox()|]);")]
    [InlineData("services.AddSingleton<IOutbox>([|new Outbox()|]);")]
    [InlineData("services.AddSingleton(typeof(IOutbox), [|new Outbox()|]);")]
    [InlineData("services.AddSingleton<IOutbox>([|Outbox.Open(\"a\")|]);")]
    [InlineData("services.AddKeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]);")]
    [InlineData("services.TryAddSingleton<IOutbox>([|new Outbox()|]);")]
    [InlineData("services.TryAddKeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]);")]
    [InlineData("services.Add(ServiceDescriptor.Singleton<IOutbox>([|new Outbox()|]));")]
    [InlineData("services.Add(ServiceDescriptor.Singleton(typeof(IOutbox), [|new Outbox()|]));")]
    [InlineData("services.Add(ServiceDescriptor.KeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]));")]
    [InlineData("services.Replace(new ServiceDescriptor(typeof(IOutbox), [|new Outbox()|]));")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IOutbox), \"a\", [|new Outbox()|]));")]
    [InlineData("ServiceCollectionServiceExtensions.AddSingleton(services, [|new Outbox()|]);")]
    [InlineData("services.AddSingleton<IOutbox>([|implementationInstance: new Outbox()|]);")]
    [InlineData("services.AddLogging(logging => logging.AddProvider([|new Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider(null!)|]));")]
    [InlineData("services.AddSingleton<StackExchange.Redis.IConnectionMultiplexer>([|StackExchange.Redis.ConnectionMultiplexer.Connect(\"localhost\")|]);")]
    [InlineData("services.AddSingleton([|Npgsql.NpgsqlDataSource.Create(\"Host=a\")|]);")]
    [InlineData("services.AddSingleton([|new Npgsql.NpgsqlDataSourceBuilder(\"Host=a\").Build()|]);")]
    [InlineData("services.AddSingleton([|LoggerFactory.Create(it => it.AddConsole())|]);")]
    [InlineData("services.AddSingleton([|Grpc.Net.Client.GrpcChannel.ForAddress(\"http://a\")|]);")]
    public Task Instance_created_on_the_spot_is_reported(string registration) => Check.Reports(Registering(registration));

    [Theory]
    [InlineData("var outbox = new Outbox(); services.AddSingleton([|outbox|]);")]
    [InlineData("IOutbox outbox = new Outbox(); services.AddSingleton([|outbox|]);")]
    [InlineData("var outbox = new Outbox(); outbox.Warm(); services.AddSingleton<IOutbox>([|outbox|]);")]
    [InlineData("var outbox = Outbox.Open(\"a\"); services.AddSingleton([|outbox|]); services.AddSingleton<IOutbox>([|outbox|]);")]
    public Task Instance_that_a_local_holds_and_nobody_disposes_is_reported(string registration) => Check.Reports(Registering(registration));

    [Fact]
    public Task Instance_that_is_awaited_is_reported() => Check.Reports(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IOutbox>([|await Outbox.OpenAsync("a")|]);
        var connection = await new RabbitMQ.Client.ConnectionFactory().CreateConnectionAsync();
        builder.Services.AddSingleton([|connection|]);
        await builder.Build().RunAsync();

        """ + Outbox);

    [Fact]
    public Task Instance_in_a_chain_an_extension_method_and_a_lambda_is_reported() => Check.Reports(
        """
        public static class Registration
        {
            public static IServiceCollection AddOutbox(this IServiceCollection services)
                => services.AddOptions().AddSingleton<IOutbox>([|new Outbox()|]).AddMemoryCache();

            public static IHostBuilder UseOutbox(this IHostBuilder host)
                => host.ConfigureServices(static (context, services) => services.AddSingleton<IOutbox>([|new Outbox(context.Configuration["outbox"]!)|]));
        }

        """ + Outbox);

    [Theory]
    [InlineData("services.AddSingleton<IOutbox>(_ => new Outbox());")]
    [InlineData("services.AddSingleton<IOutbox, Outbox>();")]
    [InlineData("services.AddSingleton(new HttpClient());")]
    [InlineData("services.AddSingleton(new CancellationTokenSource());")]
    [InlineData("services.AddSingleton(new SemaphoreSlim(1));")]
    [InlineData("services.AddSingleton(new MemoryStream());")]
    [InlineData("services.AddSingleton(System.Text.Json.JsonDocument.Parse(\"{}\"));")]
    [InlineData("services.AddSingleton(new System.Diagnostics.ActivitySource(\"a\"));")]
    [InlineData("services.AddSingleton(System.Security.Cryptography.RSA.Create());")]
    [InlineData("services.AddSingleton(TimeProvider.System);")]
    [InlineData("services.AddSingleton(new Version(1, 0));")]
    [InlineData("services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());")]
    public Task Factory_or_nothing_to_lose_is_silent(string registration) => Check.Silent(Registering(registration));

    [Theory]
    [InlineData("using var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox);")]
    [InlineData("using (var outbox = new Outbox()) { services.AddSingleton<IOutbox>(outbox); }")]
    [InlineData("var outbox = new Outbox(); try { services.AddSingleton<IOutbox>(outbox); } finally { outbox.Dispose(); }")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox); services.AddSingleton(_ => outbox);")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox); Release(outbox);")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox); AppDomain.CurrentDomain.ProcessExit += (_, _) => outbox.Dispose();")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox); Task.Delay(1).ContinueWith(_ => outbox.Dispose());")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton<IOutbox>(outbox); var all = new List<IDisposable> { outbox }; foreach (var it in all) it.Dispose();")]
    [InlineData("services.AddSingleton<IOutbox>(_shared);")]
    [InlineData("services.AddSingleton<IOutbox>(given);")]
    public Task Instance_with_another_owner_is_silent(string registration) => Check.Silent(Registering(registration));

    [Fact]
    public Task Instance_disposed_when_the_application_has_stopped_is_silent() => Check.Silent(
        """
        var builder = WebApplication.CreateBuilder(args);
        var first = new Outbox("1");
        var second = new Outbox("2");
        builder.Services.AddSingleton<IOutbox>(first);
        builder.Services.AddKeyedSingleton<IOutbox>("second", second);
        var app = builder.Build();
        app.Lifetime.ApplicationStopped.Register(second.Dispose);
        try
        {
            app.Run();
        }
        finally
        {
            first.Dispose();
        }

        """ + Outbox);

    [Fact]
    public Task Type_whose_dispose_does_nothing_is_silent() => Check.Silent(
        """
        public sealed class Probe : IDisposable
        {
            public void Dispose() { }
        }

        public class Gate : IDisposable
        {
            private readonly SemaphoreSlim _gate = new(1);
            private readonly CancellationTokenSource _stop = new();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _stop.Cancel();
                    _stop.Dispose();
                    _gate.Dispose();
                }
            }
        }

        public sealed class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                services.AddSingleton(new Probe());
                services.AddSingleton(new Gate());
                services.AddSingleton<IHostedService>(new Pump());
            }
        }
        """);

    [Fact]
    public Task Look_alike_and_other_lifetimes_are_silent() => Check.Silent(
        """
        public sealed class Registry
        {
            public void AddSingleton<T>(T implementationInstance) { }
        }

        public static class Registration
        {
            public static void Add(Registry registry, IServiceCollection services)
            {
                registry.AddSingleton(new Outbox());
                services.AddScoped(_ => new Outbox());
                services.AddTransient<IOutbox, Outbox>();
            }
        }

        """ + Outbox);

    private static string Registering(string registration) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;

        public static class Registration
        {
            private static readonly Outbox _shared = new();

            public static void Add(IServiceCollection services, Outbox given)
            {
                {{registration}}
            }

            private static void Release(IOutbox outbox) => (outbox as IDisposable)?.Dispose();
        }

        """ + Outbox;
}
