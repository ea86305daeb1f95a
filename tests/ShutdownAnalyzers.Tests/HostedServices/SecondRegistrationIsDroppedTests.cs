using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.SecondRegistrationIsDroppedAnalyzer,
    ShutdownAnalyzers.HostedServices.SecondRegistrationIsDroppedCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class SecondRegistrationIsDroppedTests
{
    private const string Types =
        """


        class Listener(string topic) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(topic.Length, stoppingToken);
        }
        """;

    [Fact]
    public Task Second_listener_is_kept() => Check.Fixes(
        """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService(_ => new Listener("a"));
        builder.Services.[|AddHostedService|](_ => new Listener("b"));
        builder.Build().Run();
        """ + Types,
        """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService(_ => new Listener("a"));
        builder.Services.AddSingleton<IHostedService>(_ => new Listener("b"));
        builder.Build().Run();
        """ + Types);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        static class Services
        {
            public static void Add(HostApplicationBuilder builder) => builder.Services
                .AddHostedService(sp => new Listener("a"))
                // a
                ./* b */[|AddHostedService<Listener>|]/* c */(/* d */sp => /* e */ new Listener("b") /* f */) // g
                .AddOptions();
        }
        """ + Types,
        """
        static class Services
        {
            public static void Add(HostApplicationBuilder builder) => builder.Services
                .AddHostedService(sp => new Listener("a"))
                // a
                ./* b */AddSingleton<IHostedService>/* c */(/* d */sp => /* e */ new Listener("b") /* f */) // g
                .AddOptions();
        }
        """ + Types);

    [Fact]
    public Task Import_is_added_where_it_is_missing() => Check.Fixes(
        """
        using System;
        using Microsoft.Extensions.DependencyInjection;

        namespace Feeds
        {
            public static class Services
            {
                public static void Add(IServiceCollection services, Func<IServiceProvider, Listener> first, Func<IServiceProvider, Listener> second)
                {
                    services.AddHostedService(first);
                    services.[|AddHostedService|](second);
                }
            }
        }
        """ + Types.Replace("class", "public class"),
        """
        using System;
        using Microsoft.Extensions.DependencyInjection;

        namespace Feeds
        {
            public static class Services
            {
                public static void Add(IServiceCollection services, Func<IServiceProvider, Listener> first, Func<IServiceProvider, Listener> second)
                {
                    services.AddHostedService(first);
                    services.AddSingleton<IHostedService>(second);
                }
            }
        }
        """ + Types.Replace("class", "public class"));

    [Theory]
    [InlineData("foreach (var topic in topics)", "services.", "(_ => new Listener(topic));")]
    [InlineData("for (var i = 0; i < topics.Count; i++)", "services.", "(_ => new Listener(\"topic\" + i));")]
    [InlineData("foreach (var (topic, number) in topics.Select((it, i) => (it, i)))", "services.AddOptions().", "(sp => { return new Listener(topic + number); });")]
    [InlineData("topics.ForEach(topic =>", "services.", "(_ => new Listener(topic)));")]
    public Task Loop_keeps_only_its_first_listener(string loop, string before, string after) => Check.Fixes(
        $$"""
        static class Services
        {
            public static void Add(IServiceCollection services, List<string> topics)
            {
                {{loop}}
                    {{before}}[|AddHostedService|]{{after}}
            }
        }
        """ + Types,
        $$"""
        static class Services
        {
            public static void Add(IServiceCollection services, List<string> topics)
            {
                {{loop}}
                    {{before}}AddSingleton<IHostedService>{{after}}
            }
        }
        """ + Types);

    [Fact]
    public Task Helper_that_is_called_for_several_topics() => Check.Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddListener("a").AddListener("b");
        builder.Build().Run();

        static class Services
        {
            public static IServiceCollection AddListener(this IServiceCollection services, string topic)
                => services.[|AddHostedService|](sp => ActivatorUtilities.CreateInstance<Listener>(sp, topic));
        }
        """ + Types,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddListener("a").AddListener("b");
        builder.Build().Run();

        static class Services
        {
            public static IServiceCollection AddListener(this IServiceCollection services, string topic)
                => services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<Listener>(sp, topic));
        }
        """ + Types);

    [Fact]
    public Task Local_function_that_is_called_in_a_loop() => Check.Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        foreach (var topic in args)
        {
            Listen(topic);
        }

        builder.Build().Run();

        void Listen(string topic) => builder.Services.[|AddHostedService|](_ => new Listener(topic));
        """ + Types,
        """
        var builder = WebApplication.CreateBuilder(args);
        foreach (var topic in args)
        {
            Listen(topic);
        }

        builder.Build().Run();

        void Listen(string topic) => builder.Services.AddSingleton<IHostedService>(_ => new Listener(topic));
        """ + Types);

    [Theory]
    [InlineData("services.AddHostedService<Listener>();", "services.", "(_ => new Listener(\"b\"));")]
    [InlineData("services.AddHostedService(sp => sp.GetRequiredService<Listener>());", "services.", "(_ => new Listener(\"b\"));")]
    [InlineData("services.AddHostedService(sp => sp.GetRequiredKeyedService<Listener>(\"a\"));", "services.", "(_ => new Listener(\"b\"));")]
    [InlineData("services.AddHostedService(First);", "services.", "(Second);")]
    [InlineData("services.AddHostedService(Any);", "if (flag) services.", "((Func<IServiceProvider, BackgroundService>)(_ => new Other()));")]
    [InlineData("if (flag) { services.AddHostedService(First); }", "services.", "(Second);")]
    [InlineData("using (var scope = Scope()) { services.AddHostedService(First); }", "services.AddOptions().", "(Second);")]
    public Task Second_registration_in_every_spelling(string first, string before, string after) => Check.Fixes(
        $$"""
        static class Services
        {
            public static void Add(IServiceCollection services, bool flag)
            {
                {{first}}
                {{before}}[|AddHostedService|]{{after}}
            }

            static Listener First(IServiceProvider services) => new("a");
            static BackgroundService Any(IServiceProvider services) => new Listener("any");
            static Listener Second(IServiceProvider services) => new("b");
            static IDisposable Scope() => new MemoryStream();
        }

        class Other : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """ + Types,
        $$"""
        static class Services
        {
            public static void Add(IServiceCollection services, bool flag)
            {
                {{first}}
                {{before}}AddSingleton<IHostedService>{{after}}
            }

            static Listener First(IServiceProvider services) => new("a");
            static BackgroundService Any(IServiceProvider services) => new Listener("any");
            static Listener Second(IServiceProvider services) => new("b");
            static IDisposable Scope() => new MemoryStream();
        }

        class Other : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """ + Types);

    [Fact]
    public Task Helpers_of_two_files_that_one_program_calls() => Check.Fixes(
        """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddOrders();
        Billing.AddTo(builder);
        builder.Build().Run();
        """ + Types + """

        //-- Orders.cs
        static class Orders
        {
            public static void AddOrders(this IServiceCollection services) => services.AddHostedService(_ => new Listener("orders"));
        }
        //-- Billing.cs
        static class Billing
        {
            public static void AddTo(IHostApplicationBuilder host) => host.Services.[|AddHostedService|](_ => new Listener("bills"));
        }
        """,
        """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddOrders();
        Billing.AddTo(builder);
        builder.Build().Run();
        """ + Types + """

        //-- Orders.cs
        static class Orders
        {
            public static void AddOrders(this IServiceCollection services) => services.AddHostedService(_ => new Listener("orders"));
        }
        //-- Billing.cs
        static class Billing
        {
            public static void AddTo(IHostApplicationBuilder host) => host.Services.AddSingleton<IHostedService>(_ => new Listener("bills"));
        }
        """);

    [Fact]
    public Task Static_call_is_reported_and_left() => Check.Reports(
        """
        static class Services
        {
            public static void Add(IServiceCollection services)
            {
                services.AddHostedService(_ => new Listener("a"));
                ServiceCollectionHostedServiceExtensions.[|AddHostedService|](services, _ => new Listener("b"));
            }
        }
        """ + Types);

    [Theory]
    [InlineData("services.AddHostedService(_ => new Listener(\"a\"));")]
    [InlineData("services.AddHostedService<Listener>(); services.AddHostedService<Listener>();")]
    [InlineData("services.AddHostedService(sp => sp.GetRequiredService<Listener>()); services.AddHostedService(provider => provider.GetRequiredService<Listener>());")]
    [InlineData("services.AddHostedService(_ => new Listener(\"a\")); services.AddHostedService(_ => new Listener(\"a\"));")]
    [InlineData("services.AddHostedService(_ => new Listener(\"a\")); services.AddHostedService(_ => new Other());")]
    [InlineData("services.AddHostedService(_ => new Listener(\"a\")); services.AddSingleton<IHostedService>(_ => new Listener(\"b\"));")]
    [InlineData("services.AddHostedService(_ => new Listener(\"a\")); services.AddHostedService<Listener>();")]
    [InlineData("if (flag) services.AddHostedService(_ => new Listener(\"a\")); else services.AddHostedService(_ => new Listener(\"b\"));")]
    [InlineData("if (flag) { services.AddHostedService(_ => new Listener(\"a\")); return; } services.AddHostedService(_ => new Listener(\"b\"));")]
    [InlineData("if (flag) services.AddHostedService(_ => new Listener(\"a\")); if (!flag) services.AddHostedService(_ => new Listener(\"b\"));")]
    [InlineData("_ = flag switch { true => services.AddHostedService(_ => new Listener(\"a\")), _ => services.AddHostedService(_ => new Listener(\"b\")) };")]
    [InlineData("try { services.AddHostedService(_ => new Listener(File.ReadAllText(\"a\"))); } catch (IOException) { services.AddHostedService(_ => new Listener(\"b\")); }")]
    [InlineData("var other = new ServiceCollection(); other.AddHostedService(_ => new Listener(\"a\")); services.AddHostedService(_ => new Listener(\"b\"));")]
    [InlineData("foreach (var name in names) { Console.WriteLine(name); services.AddHostedService(_ => new Listener(\"b\")); }")]
    [InlineData("foreach (var name in names) { var inner = new ServiceCollection(); inner.AddLogging(); } services.AddHostedService(_ => new Listener(\"b\"));")]
    [InlineData("foreach (var name in names) { var inner = new ServiceCollection(); inner.AddHostedService(_ => new Listener(\"b\")); }")]
    [InlineData("foreach (var name in names) { var inner = Host.CreateApplicationBuilder(); inner.Services.AddHostedService(_ => new Listener(name)); }")]
    [InlineData("foreach (var name in names) { Host.CreateDefaultBuilder().ConfigureServices(s => s.AddHostedService(_ => new Listener(name))).Build(); }")]
    public Task Nothing_is_lost(string registrations) => Check.Silent(
        $$"""
        static class Services
        {
            public static void Add(IServiceCollection services, bool flag, string[] names)
            {
                {{registrations}}
            }
        }

        class Other : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """ + Types);

    [Fact]
    public Task Helpers_for_several_hosts_or_types_are_silent() => Check.Silent(
        """
        static class Program
        {
            static void Main(string[] args)
            {
                AddOne(new ServiceCollection(), "a");
                AddOne(new ServiceCollection(), "b");
                var services = new ServiceCollection();
                services.AddMigration<int>("x").AddMigration<string>("y");
                services.AddOnce().AddOnce();
            }

            static void AddOne(IServiceCollection services, string topic) => services.AddHostedService(_ => new Listener(topic));

            static IServiceCollection AddMigration<T>(this IServiceCollection services, string name) => services.AddHostedService(_ => new Migration<T>(name));

            static IServiceCollection AddOnce(this IServiceCollection services) => services.AddHostedService(_ => new Listener("once"));
        }

        class Migration<T>(string name) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(name.Length, stoppingToken);
        }
        """ + Types);
}
