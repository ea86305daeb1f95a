using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StartAsyncSkipsBaseAnalyzer,
    ShutdownAnalyzers.HostedServices.StartAsyncSkipsBaseCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StartAsyncSkipsBaseTests
{
    // The worker of every case: a loop that ends by its token.
    private const string Worker =
        """


            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(index.Ready ? 10 : 1000, stoppingToken);
                }
            }
        }

        interface IIndex
        {
            bool Ready { get; set; }
            Task OpenAsync(CancellationToken ct);
        }
        """;

    [Fact]
    public Task Base_call_goes_last() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override async Task [|StartAsync|](CancellationToken cancellationToken)
            {
                await index.OpenAsync(cancellationToken);
            }
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override async Task StartAsync(CancellationToken cancellationToken)
            {
                await index.OpenAsync(cancellationToken);
                await base.StartAsync(cancellationToken);
            }
        """ + Worker);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            /// <summary>Opens.</summary>
            public /* a */ override /* b */ Task /* c */ [|StartAsync|](/* d */ CancellationToken ct /* e */) // f
            {
                // h
                index.Ready = true; // i
                // j
                return /* k */ index.OpenAsync(ct); // m
                // n
            } // o
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService
        {
            /// <summary>Opens.</summary>
            public /* a */ override /* b */ async Task /* c */ StartAsync(/* d */ CancellationToken ct /* e */) // f
            {
                // h
                index.Ready = true; // i
                                    // j
                /* k */
                await index.OpenAsync(ct); // m
                await base.StartAsync(ct);
                // n
            } // o
        """ + Worker);

    [Fact]
    public Task Expression_body_is_opened() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override Task [|StartAsync|](CancellationToken ct) => index.OpenAsync(ct);
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override async Task StartAsync(CancellationToken ct)
            {
                await index.OpenAsync(ct);
                await base.StartAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task Completed_task_becomes_the_base_call() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override Task [|StartAsync|](CancellationToken ct)
            {
                index.Ready = true;
                return Task.CompletedTask; // ready
            }
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override Task StartAsync(CancellationToken ct)
            {
                index.Ready = true;
                return base.StartAsync(ct); // ready
            }
        """ + Worker);

    [Fact]
    public Task Way_out_for_a_disabled_service_stays_a_way_out() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override async Task [|StartAsync|](CancellationToken ct)
            {
                if (index.Ready)
                {
                    return;
                }

                await index.OpenAsync(ct).ConfigureAwait(false);
            }
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override async Task StartAsync(CancellationToken ct)
            {
                if (index.Ready)
                {
                    return;
                }

                await index.OpenAsync(ct).ConfigureAwait(false);
                await base.StartAsync(ct).ConfigureAwait(false);
            }
        """ + Worker);

    [Fact]
    public Task Branches_that_all_return_leave_the_place_to_the_author() => Check.Reports(
        """
        class Indexer(IIndex index) : BackgroundService
        {
            public override Task [|StartAsync|](CancellationToken ct)
            {
                if (index.Ready)
                {
                    return Task.CompletedTask;
                }
                else
                {
                    return index.OpenAsync(ct);
                }
            }
        """ + Worker);

    [Fact]
    public Task Intermediate_class_is_reported_and_its_heirs_are_not() => Check.Fixes(
        """
        abstract class Prepared : BackgroundService
        {
            protected virtual Task PrepareAsync(CancellationToken ct) => Task.CompletedTask;

            public override Task [|StartAsync|](CancellationToken ct) => PrepareAsync(ct);
        }

        class Indexer(IIndex index) : Prepared
        {
            protected override Task PrepareAsync(CancellationToken ct) => index.OpenAsync(ct);

            public override async Task StartAsync(CancellationToken ct)
            {
                await base.StartAsync(ct);
                Console.WriteLine("ready");
            }
        """ + Worker,
        """
        abstract class Prepared : BackgroundService
        {
            protected virtual Task PrepareAsync(CancellationToken ct) => Task.CompletedTask;

            public override async Task StartAsync(CancellationToken ct)
            {
                await PrepareAsync(ct);
                await base.StartAsync(ct);
            }
        }

        class Indexer(IIndex index) : Prepared
        {
            protected override Task PrepareAsync(CancellationToken ct) => index.OpenAsync(ct);

            public override async Task StartAsync(CancellationToken ct)
            {
                await base.StartAsync(ct);
                Console.WriteLine("ready");
            }
        """ + Worker);

    [Fact]
    public Task Interface_implemented_anew_replaces_the_base_too() => Check.Fixes(
        """
        class Indexer(IIndex index) : BackgroundService, IHostedService
        {
            Task IHostedService.[|StartAsync|](CancellationToken ct) => index.OpenAsync(ct);
        """ + Worker,
        """
        class Indexer(IIndex index) : BackgroundService, IHostedService
        {
            async Task IHostedService.StartAsync(CancellationToken ct)
            {
                await index.OpenAsync(ct);
                await base.StartAsync(ct);
            }
        """ + Worker);

    [Theory]
    [InlineData("public override Task StartAsync(CancellationToken ct) => base.StartAsync(ct);")]
    [InlineData("public override async Task StartAsync(CancellationToken ct) { await index.OpenAsync(ct); await base.StartAsync(ct).ConfigureAwait(false); }")]
    [InlineData("public override async Task StartAsync(CancellationToken ct) { _ = base.StartAsync(ct); await index.OpenAsync(ct); }")]
    [InlineData("public override Task StartAsync(CancellationToken ct) => index.Ready ? base.StartAsync(ct) : Task.CompletedTask;")]
    [InlineData("public override Task StartAsync(CancellationToken ct) { if (index.Ready) return base.StartAsync(ct); Console.WriteLine(); return Task.CompletedTask; }")]
    [InlineData("public override Task StartAsync(CancellationToken ct) => index.OpenAsync(ct).ContinueWith(_ => base.StartAsync(ct), ct).Unwrap();")]
    [InlineData("public override Task StartAsync(CancellationToken ct) => Task.WhenAll(index.OpenAsync(ct), base.StartAsync(ct));")]
    [InlineData("public override async Task StartAsync(CancellationToken ct) { await Core(); Task Core() => base.StartAsync(ct); }")]
    [InlineData("public override Task StartAsync(CancellationToken ct) => StartCore(ct); private Task StartCore(CancellationToken ct) => base.StartAsync(ct);")]
    [InlineData("public override Task StartAsync(CancellationToken ct) => throw new NotSupportedException();")]
    [InlineData("public new Task StartAsync(CancellationToken ct) => index.OpenAsync(ct);")]
    [InlineData("private Task? _run; public override Task StartAsync(CancellationToken ct) { _run = ExecuteAsync(default); return _run.IsCompleted ? _run : Task.CompletedTask; }")]
    [InlineData("private Task? _run; public override Task StartAsync(CancellationToken ct) { _run = Task.Run(() => ExecuteAsync(default), ct); return Task.CompletedTask; }")]
    [InlineData("public override Task StartAsync(CancellationToken ct) { Run(ExecuteAsync); return Task.CompletedTask; } private static void Run(Func<CancellationToken, Task> body) => body(default);")]
    public Task Worker_is_started_somewhere(string start) => Check.Silent(
        $$"""
        class Indexer(IIndex index) : BackgroundService
        {
            {{start}}
        """ + Worker);

    [Fact]
    public Task Callback_of_the_application_starts_the_worker() => Check.Silent(
        """
        class Indexer(IIndex index, IHostApplicationLifetime lifetime) : BackgroundService
        {
            public override Task StartAsync(CancellationToken ct)
            {
                index.Ready = false;
                lifetime.ApplicationStarted.Register(() => base.StartAsync(ct));
                return Task.CompletedTask;
            }
        """ + Worker);

    [Theory]
    [InlineData("=> Task.CompletedTask;")]
    [InlineData("{ return Task.CompletedTask; }")]
    [InlineData("=> throw new NotSupportedException();")]
    public Task Worker_that_does_nothing_need_not_be_started(string body) => Check.Silent(
        $$"""
        class Migration(IServiceProvider services) : BackgroundService
        {
            public override Task StartAsync(CancellationToken ct) => Task.Delay(services.GetHashCode(), ct);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) {{body}}
        }
        """);

    [Fact]
    public Task Heir_with_a_worker_makes_the_base_class_matter() => Check.Reports(
        """
        class Migration : BackgroundService
        {
            public override Task [|StartAsync|](CancellationToken ct)
            {
                if (ct.IsCancellationRequested) { return Task.CompletedTask; } else { return Task.Delay(1, ct); }
            }

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }

        class Indexer(IIndex index) : Migration
        {
        """ + Worker);

    [Fact]
    public Task Base_is_called_by_a_virtual_helper() => Check.Silent(
        """
        abstract class Job : BackgroundService
        {
            public override Task StartAsync(CancellationToken ct) => StartCoreAsync(ct);

            protected virtual Task StartCoreAsync(CancellationToken ct) => base.StartAsync(ct);
        }

        class Indexer(IIndex index) : Job
        {
            protected override async Task StartCoreAsync(CancellationToken ct)
            {
                await index.OpenAsync(ct);
                await base.StartCoreAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task Abstract_override_and_plain_hosted_services_are_silent() => Check.Silent(
        """
        abstract class Job : BackgroundService
        {
            public abstract override Task StartAsync(CancellationToken cancellationToken);
        }

        class Opener : IHostedService
        {
            public Task StartAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
        }
        """);
}
