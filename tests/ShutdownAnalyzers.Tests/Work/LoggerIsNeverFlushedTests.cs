using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Work.LoggerIsNeverFlushedAnalyzer,
    ShutdownAnalyzers.Work.LoggerIsNeverFlushedCodeFix>;

namespace ShutdownAnalyzers.Tests.Work;

public sealed class LoggerIsNeverFlushedTests
{
    [Theory]
    [InlineData("var factory = [|LoggerFactory.Create(it => it.AddConsole())|]; factory.CreateLogger(\"a\").LogInformation(\"b\");")]
    [InlineData("var logger = [|LoggerFactory.Create(it => it.AddSimpleConsole())|].CreateLogger(\"a\"); logger.LogInformation(\"b\");")]
    [InlineData("var logger = [|LoggerFactory.Create(Logs.Configure)|].CreateLogger<object>();")]
    [InlineData("Logs.Use([|LoggerFactory.Create(static it => { it.SetMinimumLevel(LogLevel.Debug); it.AddJsonConsole(); })|]);")]
    [InlineData("var factory = [|new LoggerFactory()|]; factory.AddProvider(new Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider(null!));")]
    [InlineData("var factory = [|new LoggerFactory(new ILoggerProvider[] { new Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider(null!) })|];")]
    public Task Factory_with_a_queue_that_nobody_disposes_is_reported(string code) => Check.Finds(Program(code));

    [Theory]
    [InlineData("using var factory = LoggerFactory.Create(it => it.AddConsole());")]
    [InlineData("using (var factory = LoggerFactory.Create(it => it.AddConsole())) factory.CreateLogger(\"a\").LogInformation(\"b\");")]
    [InlineData("var factory = LoggerFactory.Create(it => it.AddConsole()); try { } finally { factory.Dispose(); }")]
    [InlineData("var factory = LoggerFactory.Create(it => it.AddConsole()); AppDomain.CurrentDomain.ProcessExit += (_, _) => factory.Dispose();")]
    [InlineData("var factory = LoggerFactory.Create(it => it.AddDebug().AddEventSourceLogger());")]
    [InlineData("var factory = LoggerFactory.Create(it => it.SetMinimumLevel(LogLevel.Debug));")]
    [InlineData("var factory = new LoggerFactory();")]
    [InlineData("var services = new ServiceCollection(); services.AddSingleton(_ => LoggerFactory.Create(it => it.AddConsole()));")]
    [InlineData("Action<ILoggerFactory> use = it => it.Dispose(); use(LoggerFactory.Create(it => it.AddConsole()));")]
    public Task Factory_that_is_disposed_handed_over_or_has_no_queue_is_silent(string code) => Check.Silent(Program(code));

    [Fact]
    public Task Static_field_and_wrapper_are_reported() => Check.Finds(
        """
        internal static class ApplicationLogging
        {
            public static readonly ILoggerFactory Factory = [|LoggerFactory.Create(it => it.AddConsole())|];
            public static ILogger For(string category) => Factory.CreateLogger(category);
        }

        internal sealed class Logs
        {
            private readonly ILoggerFactory _factory;
            private Logs(ILoggerFactory factory) => _factory = factory;
            public static Logs Open() => new([|LoggerFactory.Create(it => it.AddConsole())|]);
            public ILogger For(string category) => _factory.CreateLogger(category);
        }

        internal static class Program
        {
            private static void Main()
            {
                ApplicationLogging.For("a").LogInformation("b");
                Logs.Open().For("a").LogInformation("b");
            }
        }
        """);

    [Fact]
    public Task Static_field_that_the_entry_point_disposes_and_wrapper_that_disposes_are_silent() => Check.Silent(
        """
        internal static class ApplicationLogging
        {
            public static readonly ILoggerFactory Factory = LoggerFactory.Create(it => it.AddConsole());
        }

        internal sealed class Logs(ILoggerFactory factory) : IDisposable
        {
            public static Logs Open() => new(LoggerFactory.Create(it => it.AddConsole()));
            public ILogger For(string category) => factory.CreateLogger(category);
            public void Dispose() => factory.Dispose();
        }

        internal static class Program
        {
            private static void Main()
            {
                using var logs = Logs.Open();
                try
                {
                    logs.For("a").LogInformation("b");
                }
                finally
                {
                    ApplicationLogging.Factory.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Factory_of_the_entry_point_is_held() => Check.Fixes(
        """
        // Logs.
        var factory = /* new */ [|LoggerFactory.Create(it => it.AddConsole())|]; // console
        factory.CreateLogger("a").LogInformation("b");
        // Another.
        var logger = [|LoggerFactory.Create(it => it.AddConsole())|].CreateLogger("c"); // kept
        logger.LogInformation("d");
        """,
        """
        // Logs.
        using var factory = /* new */ LoggerFactory.Create(it => it.AddConsole()); // console
        factory.CreateLogger("a").LogInformation("b");
        // Another.
        using var loggerFactory = LoggerFactory.Create(it => it.AddConsole());
        var logger = loggerFactory.CreateLogger("c"); // kept
        logger.LogInformation("d");
        """);

    [Fact]
    public Task Serilog_of_top_level_statements_is_held() => Check.Fixes(
        """
        using Serilog;

        Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).[|CreateLogger|](); // file
        Log.Information("a");
        """,
        """
        using Serilog;

        using var logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).CreateLogger();
        Log.Logger = logger; // file
        Log.Information("a");
        """);

    [Fact]
    public Task Serilog_of_a_helper_is_closed_in_the_finally_of_the_entry_point() => Check.Fixes(
        """
        using Serilog;

        internal static class Logging
        {
            public static void Configure() => Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).[|CreateLogger|]();
        }

        public class Program
        {
            public static int Main(string[] args)
            {
                Logging.Configure();
                try
                {
                    Host.CreateDefaultBuilder(args).UseSerilog().Build().Run();
                    return 0; // fine
                }
                catch (Exception e)
                {
                    Log.Fatal(e, "stopped");
                    return 1;
                }
            }
        }
        """,
        """
        using Serilog;

        internal static class Logging
        {
            public static void Configure() => Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).CreateLogger();
        }

        public class Program
        {
            public static int Main(string[] args)
            {
                Logging.Configure();
                try
                {
                    Host.CreateDefaultBuilder(args).UseSerilog().Build().Run();
                    return 0; // fine
                }
                catch (Exception e)
                {
                    Log.Fatal(e, "stopped");
                    return 1;
                }
                finally
                {
                    Log.CloseAndFlush();
                }
            }
        }
        """);

    [Fact]
    public Task Async_entry_point_without_a_try_gets_one() => Check.Fixes(
        """
        using Serilog;

        public class Program
        {
            public static async Task Main(string[] args)
            {
                Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).[|CreateLogger|]();

                // Runs.
                await Host.CreateDefaultBuilder(args).UseSerilog().Build().RunAsync(); // until stopped
            }
        }
        """,
        """
        using Serilog;

        public class Program
        {
            public static async Task Main(string[] args)
            {
                Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).CreateLogger();

                try
                {
                    // Runs.
                    await Host.CreateDefaultBuilder(args).UseSerilog().Build().RunAsync(); // until stopped
                }
                finally
                {
                    await Log.CloseAndFlushAsync();
                }
            }
        }
        """);

    [Fact]
    public Task NLog_and_static_factories_are_closed_in_finally() => Check.Fixes(
        """
        using NLog;

        internal static class Logs
        {
            public static readonly ILoggerFactory Factory = [|LoggerFactory.Create(it => it.AddConsole())|];
        }

        public class Program
        {
            public static void Main()
            {
                [|LogManager.AutoShutdown = false|];
                try
                {
                    Logs.Factory.CreateLogger("a").LogInformation("b");
                }
                finally
                {
                    Console.WriteLine("end"); // last
                }
            }
        }
        """,
        """
        using NLog;

        internal static class Logs
        {
            public static readonly ILoggerFactory Factory = LoggerFactory.Create(it => it.AddConsole());
        }

        public class Program
        {
            public static void Main()
            {
                LogManager.AutoShutdown = false;
                try
                {
                    Logs.Factory.CreateLogger("a").LogInformation("b");
                }
                finally
                {
                    Console.WriteLine("end"); // last
                    Logs.Factory.Dispose();
                    LogManager.Shutdown();
                }
            }
        }
        """);

    [Fact]
    public Task No_fix_where_the_logger_is_out_of_the_entry_points_sight() => Check.Reports(
        """
        internal sealed class Logs
        {
            private static readonly ILoggerFactory Factory = [|LoggerFactory.Create(it => it.AddConsole())|];
            public static ILogger For(string category) => Factory.CreateLogger(category);
        }

        internal static class Program
        {
            private static void Main() => Logs.For("a").LogInformation("b");
        }
        """);

    [Fact]
    public Task Library_is_silent() => Check.Silent(
        """
        using Serilog;

        public static class Logs
        {
            public static void Open() => Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).CreateLogger();
            public static Microsoft.Extensions.Logging.ILogger For(string name) => LoggerFactory.Create(it => it.AddConsole()).CreateLogger(name);
        }
        """);

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.File(\"a\", buffered: true).[|CreateLogger|]();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.File(\"a\", buffered: true).[|CreateLogger|](); Host.CreateDefaultBuilder().UseSerilog().Build().Run();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink<Batching>().[|CreateLogger|](); Log.Information(\"a\");")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).[|CreateLogger|]();")]
    [InlineData("Log.Logger = new LoggerConfiguration().ReadFrom.Configuration(new ConfigurationBuilder().Build()).[|CreateLogger|]();")]
    [InlineData("var configuration = new LoggerConfiguration(); configuration.WriteTo.Sink(new Batching()); Log.Logger = configuration.[|CreateLogger|]();")]
    [InlineData("var logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).[|CreateLogger|](); logger.Information(\"a\");")]
    [InlineData("var logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).[|CreateLogger|](); Log.Logger = logger; var builder = WebApplication.CreateBuilder(); builder.Host.UseSerilog(logger);")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().[|CreateBootstrapLogger|](); Host.CreateDefaultBuilder().UseSerilog((_, it) => it.WriteTo.Sink(new Batching())).Build().Run();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).[|CreateLogger|](); var builder = Host.CreateApplicationBuilder(); builder.Services.AddSerilog(); builder.Logging.AddSerilog(dispose: false);")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Trucks().[|CreateLogger|]();")]
    public Task Serilog_with_a_buffer_that_nobody_flushes_is_reported(string code) => Check.Finds(Program(code));

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.File(\"a\").WriteTo.Debug().CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.File(\"a\", buffered: false).CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Plain().CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Logger(it => it.WriteTo.File(\"a\")).CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Direct()).CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); try { Log.Information(\"a\"); } finally { Log.CloseAndFlush(); }")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); AppDomain.CurrentDomain.ProcessExit += (_, _) => Log.CloseAndFlush();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); (Log.Logger as IDisposable)?.Dispose();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); Host.CreateDefaultBuilder().UseSerilog(dispose: true).Build().Run();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); Host.CreateApplicationBuilder().Logging.AddSerilog(dispose: true);")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); Host.CreateApplicationBuilder().Services.AddSerilog(dispose: true);")]
    [InlineData("Host.CreateDefaultBuilder().UseSerilog((_, it) => it.WriteTo.Sink(new Batching())).Build().Run();")]
    [InlineData("Host.CreateApplicationBuilder().Services.AddSerilog((_, it) => it.WriteTo.Sink(new Batching()));")]
    [InlineData("using var logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); Log.Logger = logger;")]
    [InlineData("var logger = new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(); logger.Dispose();")]
    [InlineData("var factory = new Serilog.Extensions.Logging.SerilogLoggerFactory(new LoggerConfiguration().WriteTo.Sink(new Batching()).CreateLogger(), dispose: true);")]
    public Task Serilog_that_is_closed_or_holds_nothing_back_is_silent(string code) => Check.Silent(Program(code));

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().WithDefaults().WriteTo.Console().[|CreateLogger|]();")]
    [InlineData("var configuration = new LoggerConfiguration().WriteTo.Console(); Defaults.WithDefaults(configuration); Log.Logger = configuration.[|CreateLogger|]();")]
    public Task Serilog_with_a_buffer_that_a_helper_adds_is_reported(string code) => Check.Finds(Program(code) +
        """

        internal static class Defaults
        {
            public static LoggerConfiguration WithDefaults(this LoggerConfiguration it) => it.Enrich.FromLogContext().WriteTo.Sink<Batching>();
        }
        """);

    [Fact]
    public Task Serilog_set_up_in_a_helper_is_reported_there() => Check.Finds(
        """
        using Serilog;

        internal static class Logging
        {
            public static void Configure()
            {
                Log.Logger = new LoggerConfiguration()
                    .WriteTo.Console()
                    .WriteTo.File("a", buffered: true)
                    .[|CreateLogger|]();
            }
        }

        public class Program
        {
            public static int Main(string[] args)
            {
                Logging.Configure();
                try
                {
                    Host.CreateDefaultBuilder(args).UseSerilog().Build().Run();
                    return 0;
                }
                catch (Exception e)
                {
                    Log.Fatal(e, "stopped");
                    return 1;
                }
            }
        }
        """);

    [Fact]
    public Task Serilog_closed_in_another_file_is_silent() => Check.Silent(
        """
        using Serilog;

        Log.Logger = new LoggerConfiguration().WriteTo.File("a", buffered: true).CreateLogger();
        try
        {
            Log.Information("a");
        }
        finally
        {
            await Closing.AllAsync();
        }

        //-- Closing.cs
        internal static class Closing
        {
            public static async Task AllAsync() => await Serilog.Log.CloseAndFlushAsync();
        }
        """);

    [Theory]
    [InlineData("private static readonly Lazy<ILoggerFactory> Factory = new(() => [|LoggerFactory.Create(it => it.AddConsole())|]);")]
    [InlineData("private static readonly Lazy<ILoggerFactory> Factory = new(Create); private static ILoggerFactory Create() => [|LoggerFactory.Create(it => it.AddConsole())|];")]
    public Task Factory_in_a_lazy_that_nobody_disposes_is_reported(string members) => Check.Finds(Lazily(members));

    [Theory]
    [InlineData("private static readonly Lazy<ILoggerFactory> Factory = new(() => LoggerFactory.Create(it => it.AddConsole())); internal static void Close() { if (Factory.IsValueCreated) Factory.Value.Dispose(); }")]
    [InlineData("private static readonly Lazy<ILoggerFactory> Factory = new(Create); private static ILoggerFactory Create() => LoggerFactory.Create(it => it.AddConsole()); internal static void Close() => Factory.Value.Dispose();")]
    [InlineData("private static ILoggerFactory? _factory; private static (int, ILoggerFactory Value) Factory => (1, LazyInitializer.EnsureInitialized(ref _factory, () => LoggerFactory.Create(it => it.AddConsole()))); internal static void Close() => _factory?.Dispose();")]
    public Task Factory_in_a_lazy_that_is_disposed_is_silent(string members) => Check.Silent(Lazily(members));

    private static string Lazily(string members) =>
        $$"""
        internal static class Diagnostics
        {
            {{members}}
            public static ILogger For(string name) => Factory.Value.CreateLogger(name);
        }

        internal static class Program
        {
            private static void Main() => Diagnostics.For("a").LogInformation("b");
        }
        """;

    [Theory]
    [InlineData("[|LogManager.AutoShutdown = false|]; LogManager.Setup().LoadConfigurationFromFile(\"nlog.config\");")]
    [InlineData("[|LogManager.AutoShutdown = false|]; var it = new LoggingConfiguration(); it.AddRuleForAllLevels(new NLog.Targets.Wrappers.AsyncTargetWrapper(new NLog.Targets.FileTarget())); LogManager.Configuration = it;")]
    public Task NLog_that_may_not_close_itself_is_reported(string code) => Check.Finds(NLog(code));

    [Theory]
    [InlineData("LogManager.Setup().LoadConfigurationFromFile(\"nlog.config\");")]
    [InlineData("LogManager.AutoShutdown = false; LogManager.Setup().LoadConfigurationFromFile(\"nlog.config\"); LogManager.Shutdown();")]
    [InlineData("LogManager.AutoShutdown = false; LogManager.Setup().LoadConfigurationFromFile(\"nlog.config\"); LogManager.Flush(TimeSpan.FromSeconds(2));")]
    [InlineData("LogManager.AutoShutdown = false; LogManager.Setup().LoadConfigurationFromFile(\"nlog.config\"); LogManager.LogFactory.Dispose();")]
    [InlineData("LogManager.AutoShutdown = false; var it = new LoggingConfiguration(); it.AddRuleForAllLevels(new NLog.Targets.FileTarget()); LogManager.Configuration = it;")]
    public Task NLog_that_closes_itself_or_holds_nothing_back_is_silent(string code) => Check.Silent(NLog(code));

    private static string NLog(string code) =>
        $$"""
        using NLog;
        using NLog.Config;

        {{code}}
        LogManager.GetCurrentClassLogger().Info("a");
        """;

    private static string Program(string code) =>
        $$"""
        using Serilog;
        using Serilog.Core;
        using Serilog.Events;

        {{code}}

        internal static class Logs
        {
            public static void Configure(ILoggingBuilder logging) => logging.AddConsole();
            public static void Use(ILoggerFactory factory) => factory.CreateLogger("a").LogInformation("b");
            public static LoggerConfiguration Trucks(this Serilog.Configuration.LoggerSinkConfiguration sinks) => sinks.File("trucks", buffered: true);
            public static LoggerConfiguration Plain(this Serilog.Configuration.LoggerSinkConfiguration sinks) => sinks.File("plain");
        }

        internal sealed class Batching : ILogEventSink, IDisposable
        {
            private readonly List<LogEvent> _batch = [];
            public void Emit(LogEvent logEvent) => _batch.Add(logEvent);
            public void Dispose() => Console.WriteLine(_batch.Count);
        }

        internal sealed class Direct : ILogEventSink
        {
            public void Emit(LogEvent logEvent) => Console.WriteLine(logEvent);
        }
        """;
}
