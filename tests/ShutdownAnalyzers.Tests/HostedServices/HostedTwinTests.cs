using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.HostedTwinAnalyzer,
    ShutdownAnalyzers.HostedServices.HostedTwinCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class HostedTwinTests
{
    private const string Types =
        """


        interface IQueue { void Add(string item); }

        class Queue : BackgroundService, IQueue
        {
            public Queue() { }
            public Queue(string name) => Name = name;
            public string? Name { get; }
            public void Add(string item) { }
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
        }
        """;

    [Fact]
    public Task Singleton_is_hosted_instead_of_a_second_instance() => Check.Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Queue>();
        builder.Services.[|AddHostedService<Queue>|]();
        builder.Build().Run();
        """ + Types,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Queue>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<Queue>());
        builder.Build().Run();
        """ + Types);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        static class Services
        {
            public static IServiceCollection AddQueue(this IServiceCollection services, string sp) => services // a
                // b
                ./* c */[|AddHostedService<Queue>|]/* d */(/* e */) // f
                // g
                .AddSingleton<Queue>(); // h
        }
        """ + Types,
        """
        static class Services
        {
            public static IServiceCollection AddQueue(this IServiceCollection services, string sp) => services // a
                // b
                ./* c */AddHostedService/* d */(/* e */sp2 => sp2.GetRequiredService<Queue>()) // f
                // g
                .AddSingleton<Queue>(); // h
        }
        """ + Types);

    [Fact]
    public Task Singleton_of_an_interface_becomes_one_of_the_type_too() => Check.Fixes(
        """
        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSingleton<IQueue, Queue>();
                services.[|AddHostedService<Queue>|]();
            }
        }
        """ + Types,
        """
        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddSingleton<Queue>().AddSingleton<IQueue>(sp => sp.GetRequiredService<Queue>());
                services.AddHostedService(sp => sp.GetRequiredService<Queue>());
            }
        }
        """ + Types);

    [Theory]
    [InlineData("AddSingleton(new Queue(\"a\"))")]
    [InlineData("AddSingleton(_ => new Queue(\"a\"))")]
    [InlineData("AddSingleton<Queue>(static _ => { var queue = new Queue(\"a\"); return queue; })")]
    [InlineData("AddSingleton<Queue>(provider => ActivatorUtilities.CreateInstance<Queue>(provider, \"a\"))")]
    [InlineData("AddSingleton(typeof(Queue))")]
    [InlineData("AddSingleton<IQueue, Queue>().AddSingleton<Queue>()")]
    public Task Singleton_in_every_spelling(string singleton) => Check.Fixes(
        $$"""
        static class Services
        {
            public static void AddQueue(this IServiceCollection services)
            {
                services.{{singleton}};
                services.[|AddHostedService<Queue>|]();
            }
        }
        """ + Types,
        $$"""
        static class Services
        {
            public static void AddQueue(this IServiceCollection services)
            {
                services.{{singleton}};
                services.AddHostedService(sp => sp.GetRequiredService<Queue>());
            }
        }
        """ + Types);

    [Fact]
    public Task Hosted_service_that_is_registered_as_a_singleton_of_the_interface() => Check.Fixes(
        """
        static class Services
        {
            public static void AddQueue(this IServiceCollection services)
            {
                services.AddSingleton<Queue>();
                services.[|AddSingleton<IHostedService, Queue>|]();
            }
        }
        """ + Types,
        """
        static class Services
        {
            public static void AddQueue(this IServiceCollection services)
            {
                services.AddSingleton<Queue>();
                services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<Queue>());
            }
        }
        """ + Types);

    [Theory]
    [InlineData("services.AddSingleton<IQueue>(new Queue(\"a\")); services.[|AddHostedService<Queue>|]();")]
    [InlineData("services.AddSingleton(typeof(IQueue), typeof(Queue)); services.[|AddHostedService<Queue>|]();")]
    [InlineData("services.TryAddSingleton<IQueue, Queue>(); services.[|AddHostedService<Queue>|]();")]
    [InlineData("services.AddSingleton<Queue>(); services.[|AddHostedService|](_ => new Queue(\"b\"));")]
    [InlineData("services.AddSingleton<Queue>(); services.[|AddHostedService|](_ => Make(\"b\"));")]
    [InlineData("services.AddSingleton<Queue>(); services.[|AddHostedService|](provider => ActivatorUtilities.CreateInstance<Queue>(provider));")]
    [InlineData("services.AddSingleton<Queue>(); Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions.[|AddHostedService|](services, _ => Make(\"b\"));")]
    public Task Which_instance_is_meant_is_left_to_the_author(string registrations) => Check.Reports(
        $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;

        static class Services
        {
            public static void AddQueue(IServiceCollection services)
            {
                {{registrations}}
            }

            private static Queue Make(string name) => new(name);
        }
        """ + Types);

    [Theory]
    [InlineData("TryAddSingleton<Queue>();", "AddHostedService")]
    [InlineData("AddLogging().AddSingleton<Queue>().AddOptions();", "AddHostedService")]
    public Task Singleton_on_its_way_through_other_registrations(string singleton, string hosting) => Check.Fixes(
        $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;

        var builder = Host.CreateApplicationBuilder(args);
        var services = builder.Services;
        services.{{singleton}}
        if (args.Length > 0)
        {
            builder.Services.AddHttpClient().[|{{hosting}}<Queue>|]();
        }

        builder.Build().Run();
        """ + Types,
        $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;

        var builder = Host.CreateApplicationBuilder(args);
        var services = builder.Services;
        services.{{singleton}}
        if (args.Length > 0)
        {
            builder.Services.AddHttpClient().{{hosting}}(sp => sp.GetRequiredService<Queue>());
        }

        builder.Build().Run();
        """ + Types);

    [Fact]
    public Task Callbacks_of_one_host_builder_fill_one_collection() => Check.Fixes(
        """
        Host.CreateDefaultBuilder(args)
            .ConfigureServices(services => services.AddSingleton<Queue>())
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices((context, services) =>
            {
                services.[|AddHostedService<Queue>|]();
            })
            .Build()
            .Run();
        """ + Types,
        """
        Host.CreateDefaultBuilder(args)
            .ConfigureServices(services => services.AddSingleton<Queue>())
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices((context, services) =>
            {
                services.AddHostedService(sp => sp.GetRequiredService<Queue>());
            })
            .Build()
            .Run();
        """ + Types);

    [Fact]
    public Task Helpers_in_other_files_fill_the_collection_they_are_handed() => Check.Fixes(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCore();
        builder.AddWorkers();
        builder.Build().Run();
        """ + Types + """

        //-- Core.cs
        static class Core
        {
            public static IServiceCollection AddCore(this IServiceCollection services) => services.AddSingleton<Queue>();
        }
        //-- Workers.cs
        static class Workers
        {
            public static void AddWorkers(this IHostApplicationBuilder builder)
            {
                builder.Services.[|AddHostedService<Queue>|]();
            }
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCore();
        builder.AddWorkers();
        builder.Build().Run();
        """ + Types + """

        //-- Core.cs
        static class Core
        {
            public static IServiceCollection AddCore(this IServiceCollection services) => services.AddSingleton<Queue>();
        }
        //-- Workers.cs
        static class Workers
        {
            public static void AddWorkers(this IHostApplicationBuilder builder)
            {
                builder.Services.AddHostedService(sp => sp.GetRequiredService<Queue>());
            }
        }
        """);

    [Fact]
    public Task Extension_block_and_generic_helper() => Check.Fixes(
        """
        static class Services
        {
            extension(IServiceCollection services)
            {
                public IServiceCollection AddWorker<T>() where T : class, IHostedService
                {
                    services.AddSingleton<T>();
                    services.[|AddHostedService<T>|]();
                    return services;
                }
            }
        }
        """,
        """
        static class Services
        {
            extension(IServiceCollection services)
            {
                public IServiceCollection AddWorker<T>() where T : class, IHostedService
                {
                    services.AddSingleton<T>();
                    services.AddHostedService(sp => sp.GetRequiredService<T>());
                    return services;
                }
            }
        }
        """);

    [Theory]
    [InlineData("services.AddSingleton<Queue>(); services.AddHostedService(sp => sp.GetRequiredService<Queue>());")]
    [InlineData("services.AddSingleton<IQueue, Queue>(); services.AddHostedService(sp => (Queue)sp.GetRequiredService<IQueue>());")]
    [InlineData("services.AddSingleton<IQueue, Queue>(); services.AddHostedService(sp => { var queue = sp.GetService<IQueue>(); return (Queue)queue!; });")]
    [InlineData("services.AddHostedService<Queue>(); services.AddSingleton(sp => sp.GetServices<IHostedService>().OfType<Queue>().Single());")]
    [InlineData("services.AddHostedService<Queue>(); services.AddSingleton<IQueue>(sp => sp.GetServices<IHostedService>().OfType<Queue>().First());")]
    [InlineData("services.AddSingleton<IHostedService, Queue>(); services.AddHostedService<Queue>();")]
    [InlineData("services.AddScoped<Queue>(); services.AddHostedService<Queue>();")]
    [InlineData("services.AddTransient<IQueue, Queue>(); services.AddHostedService<Queue>();")]
    [InlineData("services.AddKeyedSingleton<Queue>(\"other\"); services.AddHostedService<Queue>();")]
    [InlineData("if (flag) services.AddSingleton<Queue>(); else services.AddHostedService<Queue>();")]
    [InlineData("if (flag) { services.AddSingleton<Queue>(); return; } services.AddHostedService<Queue>();")]
    [InlineData("switch (flag) { case true: services.AddSingleton<Queue>(); break; default: services.AddHostedService<Queue>(); break; }")]
    [InlineData("_ = flag ? services.AddSingleton<Queue>() : services.AddHostedService<Queue>();")]
    [InlineData("if (flag) services.AddSingleton<Queue>(); if (!flag) services.AddHostedService<Queue>();")]
    [InlineData("var other = new ServiceCollection(); other.AddSingleton<Queue>(); services.AddHostedService<Queue>();")]
    [InlineData("services.AddSingleton<Queue>(); services.RemoveAll<Queue>(); services.AddHostedService<Queue>();")]
    [InlineData("services.AddSingleton(new List<Queue>()); services.AddHostedService<Queue>();")]
    [InlineData("services.AddSingleton<Func<Queue>>(_ => () => new Queue()); services.AddHostedService<Queue>();")]
    [InlineData("services.AddHostedService<Queue>();")]
    public Task One_instance_or_two_that_are_meant(string registrations) => Check.Silent(
        $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;

        static class Services
        {
            public static void AddQueue(this IServiceCollection services, bool flag)
            {
                {{registrations}}
            }
        }
        """ + Types);

    [Fact]
    public Task Two_hosts_are_two_collections() => Check.Silent(
        """
        var web = WebApplication.CreateBuilder(args);
        web.Services.AddSingleton<Queue>();
        var jobs = Host.CreateApplicationBuilder(args);
        jobs.Services.AddHostedService<Queue>();
        await Task.WhenAll(web.Build().RunAsync(), jobs.Build().RunAsync());
        """ + Types);

    [Fact]
    public Task Helpers_that_are_called_for_two_hosts_are_silent() => Check.Silent(
        """
        static class Program
        {
            static void Main(string[] args)
            {
                AddClient(new ServiceCollection());
                AddServer(new ServiceCollection());
            }

            static void AddClient(IServiceCollection services) => services.AddSingleton<Queue>();
            static void AddServer(IServiceCollection services) => services.AddHostedService<Queue>();
        }
        """ + Types);

    [Fact]
    public Task Other_type_of_that_name_is_silent() => Check.Silent(
        """
        static class Services
        {
            public static void AddQueue(this IServiceCollection services) => services.AddSingleton<Other.Queue>().AddHostedService<Queue>();
        }

        namespace Other
        {
            class Queue { }
        }
        """ + Types);
}
