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
                options.BackgroundServiceExceptionBehavior = /* b */ [|BackgroundServiceExceptionBehavior.Ignore|] /* c */);
        }
        """,
        """
        static class Setup
        {
            public static void Add(IServiceCollection services) => services.Configure<HostOptions>(options => /* a */
                options.BackgroundServiceExceptionBehavior = /* b */ BackgroundServiceExceptionBehavior.StopHost /* c */);
        }
        """);

    [Theory]
    [InlineData("services.Configure<HostOptions>(it => it.BackgroundServiceExceptionBehavior = calm ? [|BackgroundServiceExceptionBehavior.Ignore|] : BackgroundServiceExceptionBehavior.StopHost);")]
    [InlineData("services.AddOptions<HostOptions>().Configure(it => it.BackgroundServiceExceptionBehavior = Choose()); static BackgroundServiceExceptionBehavior Choose() => [|BackgroundServiceExceptionBehavior.Ignore|];")]
    [InlineData("services.AddSingleton(new HostOptions { BackgroundServiceExceptionBehavior = [|BackgroundServiceExceptionBehavior.Ignore|] });")]
    [InlineData("var behavior = [|BackgroundServiceExceptionBehavior.Ignore|]; services.Configure<HostOptions>(it => it.BackgroundServiceExceptionBehavior = behavior);")]
    [InlineData("services.Configure<HostOptions>(it => it.BackgroundServiceExceptionBehavior = calm switch { true => [|BackgroundServiceExceptionBehavior.Ignore|], false => BackgroundServiceExceptionBehavior.StopHost });")]
    public Task Behavior_is_found_wherever_it_is_chosen(string statements)
    {
        var source = $"static class Setup {{ public static void Add(IServiceCollection services, bool calm) {{ {statements} }} }}";
        return Check.Fixes(source, source.Replace("[|BackgroundServiceExceptionBehavior.Ignore|]", "BackgroundServiceExceptionBehavior.StopHost"));
    }

    private const string Main = "await new HostBuilder().Build().RunAsync();\n\n";

    [Fact]
    public Task Worker_that_gives_up_sets_the_exit_code() => Check.Fixes(
        Main +
        """
        class Pump(IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    await Task.Delay(1, stoppingToken);
                }
                catch (IOException)
                {
                    // the pipe is broken
                    [|lifetime.StopApplication()|]; // enough
                }
                catch (Exception) when (!stoppingToken.IsCancellationRequested)
                {
                    /* out */
                    [|throw;|] // really
                }

                // and this
                [|throw new InvalidOperationException();|]
            }
        }
        """,
        Main +
        """
        class Pump(IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    await Task.Delay(1, stoppingToken);
                }
                catch (IOException)
                {
                    Environment.ExitCode = 1;
                    // the pipe is broken
                    lifetime.StopApplication(); // enough
                }
                catch (Exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Environment.ExitCode = 1;
                    /* out */
                    throw; // really
                }
                Environment.ExitCode = 1;

                // and this
                throw new InvalidOperationException();
            }
        }
        """);

    [Fact]
    public Task Throw_within_an_expression_is_reported_without_a_fix() => Check.Reports(
        Main +
        """
        class Pump(string? path) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => File.ReadAllTextAsync(path ?? [|throw new InvalidOperationException()|], stoppingToken);
        }
        """);

    [Theory]
    [InlineData("await Task.Delay(1, stoppingToken);")]
    [InlineData("throw new OperationCanceledException(stoppingToken);")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } catch (OperationCanceledException) { throw; }")]
    [InlineData("try { throw new IOException(); } catch (IOException) { await Task.Delay(1, stoppingToken); }")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } catch (OperationCanceledException) { lifetime.StopApplication(); }")]
    [InlineData("await Task.Delay(1, stoppingToken); lifetime.StopApplication();")]
    [InlineData("await Task.Run(() => throw new IOException(), stoppingToken);")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } catch (IOException) { Environment.ExitCode = 2; throw; }")]
    public Task Worker_that_works_is_done_or_is_cancelled_has_not_failed(string statements) => Check.Silent(
        Main + $"class Pump(IHostApplicationLifetime lifetime) : BackgroundService {{ protected override async Task ExecuteAsync(CancellationToken stoppingToken) {{ {statements} lifetime.ToString(); }} }}");

    [Theory]
    [InlineData("await new HostBuilder().Build().RunAsync();\nEnvironment.ExitCode = 3;\n")]
    [InlineData("await new HostBuilder().Build().RunAsync();\nreturn 1;\n")]
    [InlineData("")]
    public Task Program_that_decides_its_exit_code_and_library_are_left_alone(string main) => Check.Silent(
        main + "class Pump : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new IOException(); }");

    [Theory]
    [InlineData("static class Setup { public static void Add(HostOptions options) => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost; }")]
    [InlineData("static class Setup { public static bool IsCalm(HostOptions options) => options.BackgroundServiceExceptionBehavior == BackgroundServiceExceptionBehavior.Ignore; }")]
    [InlineData("static class Setup { public static bool IsCalm(HostOptions options) => options.BackgroundServiceExceptionBehavior is BackgroundServiceExceptionBehavior.Ignore; }")]
    [InlineData("enum BackgroundServiceExceptionBehavior { Ignore } class Mine { public BackgroundServiceExceptionBehavior It; public void Set() => It = BackgroundServiceExceptionBehavior.Ignore; }")]
    public Task Other_values_comparisons_and_look_alikes_are_left_alone(string source) => Check.Silent(source);
}
