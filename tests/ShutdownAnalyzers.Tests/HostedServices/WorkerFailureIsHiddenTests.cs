using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.WorkerFailureIsHiddenAnalyzer,
    ShutdownAnalyzers.HostedServices.WorkerFailureIsHiddenCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class WorkerFailureIsHiddenTests
{
    [Fact]
    public Task Host_that_ignores_failures_stops_on_them() => Check.Fixes(
        """
        static class Setup
        {
            public static void Add(IServiceCollection services) => services.Configure<HostOptions>(options => /* a */
                [|options.BackgroundServiceExceptionBehavior = /* b */ BackgroundServiceExceptionBehavior.Ignore|] /* c */);
        }
        """,
        """
        static class Setup
        {
            public static void Add(IServiceCollection services) => services.Configure<HostOptions>(options => /* a */
                options.BackgroundServiceExceptionBehavior = /* b */ BackgroundServiceExceptionBehavior.StopHost /* c */);
        }
        """);

    private const string Main = "await new HostBuilder().Build().RunAsync();\n\n";

    [Fact]
    public Task Failing_worker_sets_the_exit_code() => Check.Fixes(
        Main +
        """
        class Pump : BackgroundService
        {
            protected override async Task [|ExecuteAsync|](CancellationToken stoppingToken)
            {
                // work
                await Task.Delay(1, stoppingToken); // done
            }
        }
        """,
        Main +
        """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    // work
                    await Task.Delay(1, stoppingToken); // done
                }
                catch (Exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Environment.ExitCode = 1;
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Worker_that_is_not_async_is_reported_without_a_fix() => Check.Reports(
        Main + "class Pump : BackgroundService { protected override Task [|ExecuteAsync|](CancellationToken stoppingToken) => Task.Delay(1, stoppingToken); }");

    [Theory]
    [InlineData("await new HostBuilder().Build().RunAsync();\nEnvironment.ExitCode = 3;\n")]
    [InlineData("await new HostBuilder().Build().RunAsync();\nreturn 1;\n")]
    public Task Program_that_decides_its_exit_code_is_left_alone(string main) => Check.Silent(
        main + "class Pump : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(1, stoppingToken); }");

    [Theory]
    [InlineData("class Pump : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(1, stoppingToken); }")]
    [InlineData("static class Setup { public static void Add(HostOptions options) => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost; }")]
    [InlineData("enum BackgroundServiceExceptionBehavior { Ignore } class Mine { public BackgroundServiceExceptionBehavior It; public void Set() => It = BackgroundServiceExceptionBehavior.Ignore; }")]
    public Task Libraries_other_values_and_look_alikes_are_left_alone(string source) => Check.Silent(source);
}
