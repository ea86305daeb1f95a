using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopAsyncSkipsBaseAnalyzer,
    ShutdownAnalyzers.HostedServices.StopAsyncSkipsBaseCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopAsyncSkipsBaseTests
{
    private const string Bus =
        """

        interface IBus
        {
            bool Open { get; set; }
            Task CloseAsync(CancellationToken ct);
            void Close();
        }
        """;

    // The worker of every case: a loop that ends by its token.
    private const string Worker =
        """


            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(bus.Open ? 10 : 1000, stoppingToken);
                }
            }
        }
        """ + Bus;

    [Fact]
    public Task Base_call_goes_first() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task [|StopAsync|](CancellationToken cancellationToken)
            {
                await bus.CloseAsync(cancellationToken);
            }
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                await bus.CloseAsync(cancellationToken);
            }
        """ + Worker);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            /// <summary>Closes.</summary>
            public /* a */ override /* b */ Task /* c */ [|StopAsync|](/* d */ CancellationToken ct /* e */) // f
            { // g
                // h
                bus.Close(); // i
                // j
                return /* k */ bus.CloseAsync(ct); // m
                // n
            } // o
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            /// <summary>Closes.</summary>
            public /* a */ override /* b */ async Task /* c */ StopAsync(/* d */ CancellationToken ct /* e */) // f
            { // g
                await base.StopAsync(ct);
                // h
                bus.Close(); // i
                             // j
                /* k */
                await bus.CloseAsync(ct); // m
                // n
            } // o
        """ + Worker);

    [Fact]
    public Task Expression_body_is_opened() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task [|StopAsync|](CancellationToken ct) => bus.CloseAsync(ct);
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                await bus.CloseAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task Empty_override_becomes_the_base_call() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task [|StopAsync|](CancellationToken ct) => Task.CompletedTask; // nothing to close
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task StopAsync(CancellationToken ct) => base.StopAsync(ct); // nothing to close
        """ + Worker);

    [Fact]
    public Task Early_returns_become_returns_of_an_async_method() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task [|StopAsync|](CancellationToken ct)
            {
                if (!bus.Open)
                {
                    return Task.CompletedTask;
                }

                bus.Open = false;
                return bus.CloseAsync(ct);
            }
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                if (!bus.Open)
                {
                    return;
                }

                bus.Open = false;
                await bus.CloseAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task ConfigureAwait_where_the_file_uses_it() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task [|StopAsync|](CancellationToken ct) => await bus.CloseAsync(ct).ConfigureAwait(false);
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct).ConfigureAwait(false);
                await bus.CloseAsync(ct).ConfigureAwait(false);
            }
        """ + Worker);

    [Fact]
    public Task Queue_is_completed_before_the_base_call_waits_for_its_reader() => Check.Fixes(
        """
        using System.Threading.Channels;

        class Pump(IBus bus) : BackgroundService
        {
            private readonly Channel<int> _work = Channel.CreateUnbounded<int>();

            public override Task [|StopAsync|](CancellationToken ct)
            {
                _work.Writer.TryComplete();
                return bus.CloseAsync(ct);
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in _work.Reader.ReadAllAsync(stoppingToken))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """ + Bus,
        """
        using System.Threading.Channels;

        class Pump(IBus bus) : BackgroundService
        {
            private readonly Channel<int> _work = Channel.CreateUnbounded<int>();

            public override async Task StopAsync(CancellationToken ct)
            {
                _work.Writer.TryComplete();
                await base.StopAsync(ct);
                await bus.CloseAsync(ct);
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in _work.Reader.ReadAllAsync(stoppingToken))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """ + Bus);

    [Fact]
    public Task Queue_that_is_completed_late_leaves_the_order_to_the_author() => Check.Reports(
        """
        using System.Threading.Channels;

        class Pump(IBus bus) : BackgroundService
        {
            private readonly Channel<int> _work = Channel.CreateUnbounded<int>();

            public override async Task [|StopAsync|](CancellationToken ct)
            {
                await bus.CloseAsync(ct);
                _work.Writer.TryComplete();
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in _work.Reader.ReadAllAsync(stoppingToken))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """ + Bus);

    [Theory]
    [InlineData("_ = [|base.StopAsync(ct)|];", "await base.StopAsync(ct);")]
    [InlineData("[|base.StopAsync(ct)|]; // off it goes", "await base.StopAsync(ct); // off it goes")]
    [InlineData("_ = [|base.StopAsync(ct)|].ConfigureAwait(false);", "await base.StopAsync(ct).ConfigureAwait(false);")]
    [InlineData("var stopping = [|base.StopAsync(ct)|];", "await base.StopAsync(ct);")]
    [InlineData("_ = Task.Run(() => [|base.StopAsync(ct)|]);", "await Task.Run(() => base.StopAsync(ct));")]
    [InlineData("[|base.StopAsync(ct)|].ContinueWith(_ => bus.Close(), CancellationToken.None);", "await base.StopAsync(ct).ContinueWith(_ => bus.Close(), CancellationToken.None);")]
    public Task Dropped_base_task_is_awaited(string dropped, string awaited) => Check.Fixes(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            public override Task StopAsync(CancellationToken ct)
            {
                {{dropped}}
                return bus.CloseAsync(ct);
            }
        """ + Worker,
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                {{awaited}}
                await bus.CloseAsync(ct);
            }
        """ + Worker);

    [Theory]
    [InlineData("var stopping = [|base.StopAsync(ct)|]; Console.WriteLine(stopping.Status);")]
    [InlineData("var stopping = Task.WhenAll([|base.StopAsync(ct)|]); Console.WriteLine(stopping.Id);")]
    public Task Task_that_is_only_glanced_at_is_reported_and_left(string stop) => Check.Reports(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                {{stop}}
                await bus.CloseAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task Dropped_helper_is_awaited() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                _ = [|StopCoreAsync(ct)|];
                await bus.CloseAsync(ct);
            }

            private async Task StopCoreAsync(CancellationToken ct) => await base.StopAsync(ct);
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await StopCoreAsync(ct);
                await bus.CloseAsync(ct);
            }

            private async Task StopCoreAsync(CancellationToken ct) => await base.StopAsync(ct);
        """ + Worker);

    [Fact]
    public Task Async_void_helper_is_reported_and_left() => Check.Reports(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task StopAsync(CancellationToken ct)
            {
                [|StopCore(ct)|];
                return bus.CloseAsync(ct);
            }

            private async void StopCore(CancellationToken ct) => await base.StopAsync(ct);
        """ + Worker);

    [Fact]
    public Task Void_helper_that_drops_it_is_reported_and_left() => Check.Reports(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override Task StopAsync(CancellationToken ct)
            {
                [|StopCore(ct)|];
                return bus.CloseAsync(ct);
            }

            private void StopCore(CancellationToken ct)
            {
                _ = base.StopAsync(ct);
            }
        """ + Worker);

    [Fact]
    public Task Intermediate_class_is_reported_and_its_heirs_are_not() => Check.Fixes(
        """
        abstract class Scheduled<T> : BackgroundService
        {
            protected virtual Task ClosingAsync(CancellationToken ct) => Task.CompletedTask;

            public override async Task [|StopAsync|](CancellationToken ct)
            {
                try
                {
                    await ClosingAsync(ct);
                }
                catch (OperationCanceledException)
                {
                }
            }
        }

        sealed class Pump(IBus bus) : Scheduled<int>
        {
            protected override Task ClosingAsync(CancellationToken ct) => bus.CloseAsync(ct);

            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                bus.Close();
            }
        """ + Worker,
        """
        abstract class Scheduled<T> : BackgroundService
        {
            protected virtual Task ClosingAsync(CancellationToken ct) => Task.CompletedTask;

            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                try
                {
                    await ClosingAsync(ct);
                }
                catch (OperationCanceledException)
                {
                }
            }
        }

        sealed class Pump(IBus bus) : Scheduled<int>
        {
            protected override Task ClosingAsync(CancellationToken ct) => bus.CloseAsync(ct);

            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                bus.Close();
            }
        """ + Worker);

    [Fact]
    public Task Interface_implemented_anew_replaces_the_base_too() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService, IHostedService
        {
            Task IHostedService.[|StopAsync|](CancellationToken ct)
            {
                bus.Close();
                return Task.CompletedTask;
            }
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService, IHostedService
        {
            async Task IHostedService.StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                bus.Close();
            }
        """ + Worker);

    [Fact]
    public Task Lifecycle_service_that_hides_the_base_replaces_it_too() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService, IHostedLifecycleService
        {
            public Task StartingAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
            public new async Task [|StopAsync|](CancellationToken ct) => await bus.CloseAsync(ct);
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService, IHostedLifecycleService
        {
            public Task StartingAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
            public new async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                await bus.CloseAsync(ct);
            }
        """ + Worker);

    [Theory]
    [InlineData("public override Task StopAsync(CancellationToken ct) => base.StopAsync(ct);")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { bus.Close(); await base.StopAsync(ct).ConfigureAwait(false); }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { try { await bus.CloseAsync(ct); } finally { await base.StopAsync(CancellationToken.None); } }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { var stop = base.StopAsync(ct); await bus.CloseAsync(ct); await stop; }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { var stop = base.StopAsync(ct); while (stop.Status != TaskStatus.RanToCompletion) await bus.CloseAsync(ct); }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { var stop = base.StopAsync(ct); await bus.CloseAsync(ct); if (!stop.IsCompleted) bus.Close(); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => Task.WhenAll(base.StopAsync(ct), bus.CloseAsync(ct));")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { Task[] both = [base.StopAsync(ct), bus.CloseAsync(ct)]; await Task.WhenAll(both); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => base.StopAsync(ct).ContinueWith(_ => bus.Close(), CancellationToken.None);")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { base.StopAsync(ct).GetAwaiter().GetResult(); return bus.CloseAsync(ct); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { base.StopAsync(ct).Wait(ct); return bus.CloseAsync(ct); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { if (bus.Open) return base.StopAsync(ct); return bus.CloseAsync(ct); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => bus.Open ? base.StopAsync(ct) : Task.CompletedTask;")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => Task.Run(() => base.StopAsync(ct), ct);")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { await Core(); async Task Core() => await base.StopAsync(ct); }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { Func<Task> stop = () => base.StopAsync(ct); await stop(); }")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { Func<CancellationToken, Task> stop = base.StopAsync; await stop(ct); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => StopCore(ct); private Task StopCore(CancellationToken ct) => base.StopAsync(ct);")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => Twice(StopCore, ct); private static Task Twice(Func<CancellationToken, Task> f, CancellationToken ct) => f(ct); private Task StopCore(CancellationToken ct) => base.StopAsync(ct);")]
    [InlineData("private Func<CancellationToken, Task>? _stop; public override Task StopAsync(CancellationToken ct) => _stop?.Invoke(ct) ?? Task.CompletedTask; public override Task StartAsync(CancellationToken ct) { _stop = base.StopAsync; return base.StartAsync(ct); }")]
    [InlineData("public override Task StopAsync(CancellationToken ct) => throw new NotSupportedException();")]
    [InlineData("public override Task StopAsync(CancellationToken ct) { Console.WriteLine(bus); throw new NotSupportedException(); }")]
    [InlineData("public new void StopAsync(CancellationToken ct) => bus.Close();")]
    [InlineData("public new Task StopAsync(CancellationToken ct) => bus.CloseAsync(ct);")]
    [InlineData("public Task StopAsync(string reason, CancellationToken ct) => bus.CloseAsync(ct);")]
    [InlineData("public override async Task StopAsync(CancellationToken ct) { _ = base.StopAsync(ct); if (ExecuteTask is { } running) await running.WaitAsync(ct); }")]
    public Task Base_is_called_somewhere(string stop) => Check.Silent(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            {{stop}}
        """ + Worker);

    [Theory]
    [InlineData("IHostedService.StopAsync(CancellationToken ct) => StopAsync(ct);")]
    [InlineData("IHostedService.StopAsync(CancellationToken ct) => this.StopAsync(ct);")]
    [InlineData("IHostedService.StopAsync(CancellationToken ct) => ((BackgroundService)this).StopAsync(ct);")]
    [InlineData("IHostedService.StopAsync(CancellationToken ct) => base.StopAsync(ct);")]
    public Task Interface_implemented_anew_that_calls_the_base_is_silent(string stop) => Check.Silent(
        $$"""
        class Pump(IBus bus) : BackgroundService, IHostedService
        {
            Task {{stop}}
        """ + Worker);

    [Theory]
    [InlineData("var worker = [|base.StopAsync(ct)|]; if (!worker.IsCompleted) Console.WriteLine(); await bus.CloseAsync(ct);")]
    [InlineData("var worker = base.StopAsync(ct); if (!worker.IsCompleted) await worker; bus.Close();")]
    [InlineData("var worker = base.StopAsync(ct); while (!worker.IsCompleted) await Task.Delay(10, ct); bus.Close();")]
    [InlineData("var worker = base.StopAsync(ct); SpinWait.SpinUntil(() => worker.IsCompleted); await bus.CloseAsync(ct);")]
    public Task Look_at_the_task_of_the_base_is_no_wait(string stop) => Check.Finds(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                {{stop}}
            }
        """ + Worker);

    [Fact]
    public Task Base_is_called_by_a_virtual_helper() => Check.Silent(
        """
        abstract class Job : BackgroundService
        {
            public override Task StopAsync(CancellationToken ct) => StopCoreAsync(ct);

            protected virtual async Task StopCoreAsync(CancellationToken ct)
            {
                Console.WriteLine(GetType().Name);
                await base.StopAsync(ct);
            }
        }

        class Pump(IBus bus) : Job
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                try
                {
                    await base.StopAsync(ct);
                }
                finally
                {
                    await bus.CloseAsync(ct);
                }
            }
        """ + Worker);

    [Fact]
    public Task Base_is_called_by_a_helper_of_a_base_class_that_an_heir_calls() => Check.Silent(
        """
        abstract class Job<T> : BackgroundService
        {
            public sealed override Task StopAsync(CancellationToken ct) => OnStopAsync(ct);

            protected abstract Task OnStopAsync(CancellationToken ct);

            protected Task StopWorkerAsync(CancellationToken ct) => base.StopAsync(ct);
        }

        class Pump(IBus bus) : Job<int>
        {
            protected override async Task OnStopAsync(CancellationToken ct)
            {
                await StopWorkerAsync(ct);
                bus.Close();
            }
        """ + Worker);

    [Fact]
    public Task Heirs_that_are_not_seen_may_call_the_helper_of_the_base_class() => Check.Silent(
        """
        public abstract class Job : BackgroundService
        {
            public sealed override Task StopAsync(CancellationToken ct) => OnStopAsync(ct);

            protected abstract Task OnStopAsync(CancellationToken ct);

            protected Task StopWorkerAsync(CancellationToken ct) => base.StopAsync(ct);
        }
        """);

    [Fact]
    public Task Abstract_override_is_silent() => Check.Silent(
        """
        abstract class Job : BackgroundService
        {
            public abstract override Task StopAsync(CancellationToken cancellationToken);
        }
        """);

    [Theory]
    [InlineData("_stop.Cancel(); await _loop;")]
    [InlineData("await _stop.CancelAsync(); if (ExecuteTask is { } task) await Task.WhenAny(task, Task.Delay(Timeout.Infinite, ct));")]
    [InlineData("_stop.Cancel(); await (ExecuteTask ?? Task.CompletedTask).WaitAsync(ct);")]
    [InlineData("_stop.Cancel(); _loop?.Wait(ct); await bus.CloseAsync(ct);")]
    [InlineData("_stop.Cancel(); await _done.Task.WaitAsync(ct);")]
    [InlineData("Dispose(); await (ExecuteTask ?? Task.CompletedTask);")]
    [InlineData("await EndAsync(); async Task EndAsync() { _stop.Cancel(); await Task.WhenAll(_loop, bus.CloseAsync(ct)); }")]
    public Task Worker_that_is_cancelled_and_awaited_by_hand_is_silent(string stop) => Check.Silent(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly TaskCompletionSource _done = new();
            private Task _loop = Task.CompletedTask;

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop = LoopAsync(_stop.Token);

            public override async Task StopAsync(CancellationToken ct)
            {
                {{stop}}
            }

            private async Task LoopAsync(CancellationToken ct)
            {
                while (bus.Open)
                {
                    await Task.Delay(1000, ct);
                }

                _done.SetResult();
            }
        }
        """ + Bus);

    [Theory]
    [InlineData("await bus.CloseAsync(ct);")]
    [InlineData("if (ExecuteTask is { IsCompleted: false }) await bus.CloseAsync(ct);")]
    [InlineData("if (ExecuteTask?.IsCompleted == false) await bus.CloseAsync(ct);")]
    public Task Worker_that_is_only_cancelled_by_hand_is_reported(string rest) => Check.Fixes(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            private readonly CancellationTokenSource _stop = new();

            public override async Task [|StopAsync|](CancellationToken ct)
            {
                _stop.Cancel();
                {{rest}}
            }
        """ + Worker,
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            private readonly CancellationTokenSource _stop = new();

            public override async Task StopAsync(CancellationToken ct)
            {
                _stop.Cancel();
                await base.StopAsync(ct);
                {{rest}}
            }
        """ + Worker);

    [Fact]
    public Task Worker_that_is_only_awaited_by_hand_is_reported() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task [|StopAsync|](CancellationToken ct)
            {
                await (ExecuteTask ?? Task.CompletedTask);
            }
        """ + Worker,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                await (ExecuteTask ?? Task.CompletedTask);
            }
        """ + Worker);

    [Theory]
    [InlineData("Task.CompletedTask;")]
    [InlineData("Task.FromResult(0);")]
    [InlineData("{ stoppingToken.ThrowIfCancellationRequested(); bus.Open = true; return Task.CompletedTask; }")]
    public Task Worker_that_has_ended_at_start_needs_no_stop(string body) => Check.Silent(
        $$"""
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct) => await bus.CloseAsync(ct);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) {{(body.StartsWith('{') ? body : "=> " + body)}}
        }
        """ + Bus);

    [Fact]
    public Task Worker_that_hands_its_token_on_has_not_ended() => Check.Fixes(
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task [|StopAsync|](CancellationToken ct) => await bus.CloseAsync(ct);

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                stoppingToken.Register(bus.Close);
                return Task.CompletedTask;
            }
        }
        """ + Bus,
        """
        class Pump(IBus bus) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken ct)
            {
                await base.StopAsync(ct);
                await bus.CloseAsync(ct);
            }

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                stoppingToken.Register(bus.Close);
                return Task.CompletedTask;
            }
        }
        """ + Bus);

    [Fact]
    public Task Hosted_service_without_a_base_is_silent() => Check.Silent(
        """
        class Pump(IBus bus) : IHostedService
        {
            public Task StartAsync(CancellationToken ct) => Task.CompletedTask;
            public Task StopAsync(CancellationToken ct) => bus.CloseAsync(ct);
        }
        """ + Bus);

    [Fact]
    public Task Look_alike_of_the_framework_is_silent() => Check.Silent(
        """
        namespace Mine
        {
            abstract class BackgroundService : IHostedService
            {
                public virtual Task StartAsync(CancellationToken ct) => Task.CompletedTask;
                public virtual Task StopAsync(CancellationToken ct) => Task.CompletedTask;
            }

            class Pump : BackgroundService
            {
                public override Task StopAsync(CancellationToken ct) => Task.CompletedTask;
            }
        }
        """);
}
