using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Ownership.SingletonInstanceIsNotDisposedAnalyzer,
    ShutdownAnalyzers.Ownership.SingletonInstanceIsNotDisposedCodeFix>;

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
    [InlineData("services.AddSingleton([|new Outbox()|]);",
        "services.AddSingleton(_ => new Outbox());")]
    [InlineData("services.AddSingleton<IOutbox>([|new Outbox()|]);",
        "services.AddSingleton<IOutbox>(_ => new Outbox());")]
    [InlineData("services.AddSingleton(typeof(IOutbox), [|new Outbox()|]);",
        "services.AddSingleton(typeof(IOutbox), _ => new Outbox());")]
    [InlineData("services.AddSingleton<IOutbox>([|Outbox.Open(\"a\")|]);",
        "services.AddSingleton<IOutbox>(_ => Outbox.Open(\"a\"));")]
    [InlineData("services.AddSingleton<IOutbox>([|implementationInstance: new Outbox()|]);",
        "services.AddSingleton<IOutbox>(implementationFactory: _ => new Outbox());")]
    [InlineData("services.AddKeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]);",
        "services.AddKeyedSingleton<IOutbox>(\"a\", (_, _) => new Outbox());")]
    [InlineData("services.AddKeyedSingleton(typeof(IOutbox), \"a\", [|new Outbox()|]);",
        "services.AddKeyedSingleton(typeof(IOutbox), \"a\", (_, _) => new Outbox());")]
    [InlineData("services.TryAddSingleton<IOutbox>([|new Outbox()|]);",
        "services.TryAddSingleton<IOutbox>(_ => new Outbox());")]
    [InlineData("services.TryAddKeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]);",
        "services.TryAddKeyedSingleton<IOutbox>(\"a\", (_, _) => new Outbox());")]
    [InlineData("services.Add(ServiceDescriptor.Singleton<IOutbox>([|new Outbox()|]));",
        "services.Add(ServiceDescriptor.Singleton<IOutbox>(_ => new Outbox()));")]
    [InlineData("services.Add(ServiceDescriptor.Singleton(typeof(IOutbox), [|new Outbox()|]));",
        "services.Add(ServiceDescriptor.Singleton(typeof(IOutbox), _ => new Outbox()));")]
    [InlineData("services.Add(ServiceDescriptor.KeyedSingleton<IOutbox>(\"a\", [|new Outbox()|]));",
        "services.Add(ServiceDescriptor.KeyedSingleton<IOutbox>(\"a\", (_, _) => new Outbox()));")]
    [InlineData("services.Replace(new ServiceDescriptor(typeof(IOutbox), [|new Outbox()|]));",
        "services.Replace(new ServiceDescriptor(typeof(IOutbox), _ => new Outbox(), ServiceLifetime.Singleton));")]
    [InlineData("services.Replace(new(typeof(IOutbox), [|instance: new Outbox()|]));",
        "services.Replace(new(typeof(IOutbox), factory: _ => new Outbox(), lifetime: ServiceLifetime.Singleton));")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IOutbox), \"a\", [|new Outbox()|]));",
        "services.Add(new ServiceDescriptor(typeof(IOutbox), \"a\", (_, _) => new Outbox(), ServiceLifetime.Singleton));")]
    [InlineData("ServiceCollectionServiceExtensions.AddSingleton(services, [|new Outbox()|]);",
        "ServiceCollectionServiceExtensions.AddSingleton(services, _ => new Outbox());")]
    [InlineData("services.AddLogging(logging => logging.AddProvider([|new Microsoft.Extensions.Logging.EventLog.EventLogLoggerProvider()|]));",
        "services.AddLogging(logging => logging.Services.AddSingleton<ILoggerProvider>(_ => new Microsoft.Extensions.Logging.EventLog.EventLogLoggerProvider()));")]
    [InlineData("services.AddSingleton<StackExchange.Redis.IConnectionMultiplexer>([|StackExchange.Redis.ConnectionMultiplexer.Connect(\"localhost\")|]);",
        "services.AddSingleton<StackExchange.Redis.IConnectionMultiplexer>(_ => StackExchange.Redis.ConnectionMultiplexer.Connect(\"localhost\"));")]
    [InlineData("services.AddSingleton([|Npgsql.NpgsqlDataSource.Create(\"Host=a\")|]);",
        "services.AddSingleton(_ => Npgsql.NpgsqlDataSource.Create(\"Host=a\"));")]
    [InlineData("services.AddSingleton([|new Npgsql.NpgsqlDataSourceBuilder(\"Host=a\").Build()|]);",
        "services.AddSingleton(_ => new Npgsql.NpgsqlDataSourceBuilder(\"Host=a\").Build());")]
    [InlineData("services.AddSingleton([|LoggerFactory.Create(it => it.AddConsole())|]);",
        "services.AddSingleton(_ => LoggerFactory.Create(it => it.AddConsole()));")]
    [InlineData("services.AddSingleton([|Grpc.Net.Client.GrpcChannel.ForAddress(\"http://a\")|]);",
        "services.AddSingleton(_ => Grpc.Net.Client.GrpcChannel.ForAddress(\"http://a\"));")]
    [InlineData("var outbox = new Outbox(); services.AddSingleton([|outbox|]);",
        "var outbox = new Outbox(); services.AddSingleton(_ => outbox);")]
    [InlineData("IOutbox outbox = new Outbox(); outbox.ToString(); services.AddSingleton([|outbox|]);",
        "IOutbox outbox = new Outbox(); outbox.ToString(); services.AddSingleton(_ => outbox);")]
    [InlineData("var outbox = new Outbox(); outbox.Warm(); services.AddSingleton<IOutbox>([|outbox|]);",
        "var outbox = new Outbox(); outbox.Warm(); services.AddSingleton<IOutbox>(_ => outbox);")]
    public Task Instance_that_nobody_disposes_is_reported_and_registered_as_a_factory(string registration, string repaired)
        => Check.Fixes(Registering(registration), Registering(repaired));

    [Fact]
    public Task Comments_survive() => Check.Fixes(
        """
        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                // The outbox.
                services
                    .AddOptions() // first
                    // then the box
                    .AddSingleton<IOutbox>(/* before */ /* new */ [|new Outbox( // path
                        "a")|] /* after */) // done
                    .AddMemoryCache();
            }
        }

        """ + Outbox,
        """
        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                // The outbox.
                services
                    .AddOptions() // first
                    // then the box
                    .AddSingleton<IOutbox>(/* before */ /* new */ _ => new Outbox( // path
                        "a") /* after */) // done
                    .AddMemoryCache();
            }
        }

        """ + Outbox);

    [Fact]
    public Task Two_registrations_of_one_local_become_one_owner() => Check.Fixes(
        Registering("""var outbox = Outbox.Open("a"); services.AddSingleton([|outbox|]); services.AddSingleton<IOutbox>([|outbox|]);"""),
        Registering("""var outbox = Outbox.Open("a"); services.AddSingleton(_ => outbox); services.AddSingleton<IOutbox>(outbox);"""));

    [Theory]
    [InlineData("using var path = new StringWriter(); services.AddSingleton([|new Outbox(path.ToString())|]);")]
    [InlineData("for (var i = 0; i < 3; i++) services.AddKeyedSingleton(i, [|new Outbox(i.ToString())|]);")]
    [InlineData("var path = \"a\"; services.AddSingleton([|new Outbox(path)|]); path = \"b\"; services.AddSingleton(path);")]
    [InlineData("services.AddSingleton([|new Outbox(int.TryParse(\"1\", out var number) ? \"a\" : \"b\")|]); services.AddSingleton(number.ToString());")]
    public Task What_the_factory_would_read_too_late_is_not_moved(string registration) => Check.Reports(Registering(registration));

    [Fact]
    public Task A_factory_cannot_await() => Check.Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IOutbox>([|await Outbox.OpenAsync("a")|]);
        var connection = await new RabbitMQ.Client.ConnectionFactory().CreateConnectionAsync();
        builder.Services.AddSingleton([|connection|]);
        await builder.Build().RunAsync();

        """ + Outbox,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IOutbox>([|await Outbox.OpenAsync("a")|]);
        var connection = await new RabbitMQ.Client.ConnectionFactory().CreateConnectionAsync();
        builder.Services.AddSingleton(_ => connection);
        await builder.Build().RunAsync();

        """ + Outbox);

    [Fact]
    public Task Instances_in_a_chain_an_extension_method_and_a_lambda_are_fixed_all() => Check.Fixes(
        """
        public static class Registration
        {
            public static IServiceCollection AddOutbox(this IServiceCollection services)
                => services.AddOptions().AddSingleton<IOutbox>([|new Outbox()|]).AddMemoryCache();

            public static IHostBuilder UseOutbox(this IHostBuilder host)
                => host.ConfigureServices(static (context, services) => services.AddSingleton<IOutbox>([|new Outbox(context.Configuration["outbox"]!)|]));
        }

        """ + Outbox,
        """
        public static class Registration
        {
            public static IServiceCollection AddOutbox(this IServiceCollection services)
                => services.AddOptions().AddSingleton<IOutbox>(_ => new Outbox()).AddMemoryCache();

            public static IHostBuilder UseOutbox(this IHostBuilder host)
                => host.ConfigureServices(static (context, services) => services.AddSingleton<IOutbox>(_ => new Outbox(context.Configuration["outbox"]!)));
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

    private static string Providing(string code) =>
        $$"""
        static class Registrations
        {
            public static IServiceCollection Provide<TService>(this IServiceCollection services, TService instance) where TService : class
            {
                ArgumentNullException.ThrowIfNull(instance);
                return services.AddSingleton(instance);
            }

            public static IServiceCollection Lend<TService>(this IServiceCollection services, TService instance) where TService : class
                => services.AddSingleton(_ => instance);

            public static void Register(IServiceCollection services) => {{code}}
        }
        {{Outbox}}
        """;

    [Theory]
    [InlineData("services.Provide<IOutbox>([|new Outbox()|]).Provide(new Version(1, 0));")]
    [InlineData("Provide([|instance: Outbox.Open(\"a\")|], services: services);")]
    public Task Instance_that_a_helper_registers_is_reported_at_its_creation_without_a_fix(string code) => Check.Reports(Providing(code));

    [Theory]
    [InlineData("services.Lend<IOutbox>(new Outbox());")]
    [InlineData("services.Provide<IOutbox>(services.GetHashCode() == 1 ? null! : null!);")]
    public Task Helper_that_registers_a_factory_is_silent(string code) => Check.Silent(Providing(code));
}
