using Microsoft.CodeAnalysis;
using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopAssumesStartedAnalyzer,
    ShutdownAnalyzers.HostedServices.StopAssumesStartedCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopAssumesStartedTests
{
    private const string Session =
        """


        sealed class Session : IDisposable
        {
            public bool Open { get; set; }
            public event Action? Closed;
            public void Close() => Closed?.Invoke();
            public Task EndAsync(CancellationToken ct) => Task.CompletedTask;
            public ValueTask<bool> TryEndAsync() => default;
            public void Dispose() { }
        }
        """;

    private static string Service(string stop, string state = "private Session _session = null!;", string start = "_session = new Session();") =>
        $$"""
        class Service : IHostedService
        {
            {{state}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            {{stop}}
        }
        """ + Session;

    [Fact]
    public Task Call_that_is_a_statement_becomes_conditional() => Check.Fixes(
        Service("""
            public Task StopAsync(CancellationToken ct)
                {
                    [|_session|].Close();
                    return Task.CompletedTask;
                }
            """),
        Service("""
            public Task StopAsync(CancellationToken ct)
                {
                    _session?.Close();
                    return Task.CompletedTask;
                }
            """));

    [Fact]
    public Task Returned_task_becomes_a_completed_one() => Check.Fixes(
        Service("public Task StopAsync(CancellationToken ct) => [|_session|].EndAsync(ct);"),
        Service("public Task StopAsync(CancellationToken ct) => _session?.EndAsync(ct) ?? Task.CompletedTask;"));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        Service("""
            public Task StopAsync(CancellationToken ct)
                {
                    // a
                    [|_session|] /* c */ . /* f */ Close( /* g */ ) /* h */ ; // i
                    // j
                    return /* k */ this /* l */ ._session /* m */ .EndAsync(ct); // n
                }
            """.Replace("this /* l */ ._session", "[|this /* l */ ._session|]")),
        Service("""
            public Task StopAsync(CancellationToken ct)
                {
                    // a
                    _session /* c */ ?. /* f */ Close( /* g */ ) /* h */ ; // i
                    // j
                    return /* k */ this /* l */ ._session /* m */ ?.EndAsync(ct) ?? Task.CompletedTask; // n
                }
            """));

    [Theory]
    [InlineData("await [|_session|].EndAsync(ct);", "await _session.EndAsync(ct);")]
    [InlineData("await [|_session|]!.TryEndAsync().ConfigureAwait(false);", "await _session!.TryEndAsync().ConfigureAwait(false);")]
    [InlineData("[|_session|].Open = false;", "_session.Open = false;")]
    [InlineData("[|_session|].Closed -= OnClosed;", "_session.Closed -= OnClosed;")]
    [InlineData("Console.WriteLine([|_session|].Open);", "Console.WriteLine(_session.Open);")]
    [InlineData("lock ([|_session|]) { Console.WriteLine(); }", "lock (_session) { Console.WriteLine(); }")]
    public Task Other_statements_are_guarded(string stop, string guarded) => Check.Fixes(
        Service($$"""
            public async Task StopAsync(CancellationToken ct)
                {
                    {{stop}} // done
                }

                private void OnClosed() { }
            """),
        Service($$"""
            public async Task StopAsync(CancellationToken ct)
                {
                    if (_session is not null)
                    {
                        {{guarded}} // done
                    }
                }

                private void OnClosed() { }
            """));

    [Theory]
    [InlineData("await [|_loop|];", "await _loop;")]
    [InlineData("await Task.WhenAny([|_loop|], Task.Delay(Timeout.Infinite, ct));", "await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, ct));")]
    [InlineData("await Task.WhenAll([[|_loop|], Task.Delay(1, ct)]);", "await Task.WhenAll([_loop, Task.Delay(1, ct)]);")]
    [InlineData("await [|_loop|].WaitAsync(ct);", "await _loop.WaitAsync(ct);")]
    public Task Task_that_is_waited_for(string stop, string guarded) => Check.Fixes(
        Service($$"""
            public async Task StopAsync(CancellationToken ct)
                {
                    {{stop}}
                }
            """, "private Task _loop = default!;", "_loop = Task.Run(() => Task.Delay(1000, cancellationToken), cancellationToken);"),
        Service($$"""
            public async Task StopAsync(CancellationToken ct)
                {
                    if (_loop is not null)
                    {
                        {{guarded}}
                    }
                }
            """, "private Task _loop = default!;", "_loop = Task.Run(() => Task.Delay(1000, cancellationToken), cancellationToken);"));

    [Fact]
    public Task Oblivious_code_of_old_is_guarded_in_its_own_words() => Check.Fixes(
        """
        #nullable disable
        using System.Threading;

        class Ticker : IHostedService, IDisposable
        {
            private Timer timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                this.timer = new Timer(state => Console.WriteLine(), null, 0, 1000);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                [|this.timer|].Change(Timeout.Infinite, 0);
                return Task.CompletedTask;
            }

            public void Dispose()
            {
                timer?.Dispose();
            }
        }
        """,
        """
        #nullable disable
        using System.Threading;

        class Ticker : IHostedService, IDisposable
        {
            private Timer timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                this.timer = new Timer(state => Console.WriteLine(), null, 0, 1000);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                this.timer?.Change(Timeout.Infinite, 0);
                return Task.CompletedTask;
            }

            public void Dispose()
            {
                timer?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Background_service_that_never_ran() => Check.Fixes(
        """
        sealed class Pump : BackgroundService
        {
            private Session? _session;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _session = new Session();
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                [|_session|]!.Close();
            }
        }
        """ + Session,
        """
        sealed class Pump : BackgroundService
        {
            private Session? _session;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _session = new Session();
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                _session?.Close();
            }
        }
        """ + Session);

    [Fact]
    public Task Property_and_helpers_on_both_sides() => Check.Fixes(
        Service("""
            public async Task StopAsync(CancellationToken ct)
                {
                    await CloseAsync(ct);
                }

                private void Open() => Current = new Session();

                private async Task CloseAsync(CancellationToken ct)
                {
                    try
                    {
                        await [|Current|].EndAsync(ct);
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            """, "private Session Current { get; set; } = null!;", "Open();"),
        Service("""
            public async Task StopAsync(CancellationToken ct)
                {
                    await CloseAsync(ct);
                }

                private void Open() => Current = new Session();

                private async Task CloseAsync(CancellationToken ct)
                {
                    try
                    {
                        if (Current is not null)
                        {
                            await Current.EndAsync(ct);
                        }
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            """, "private Session Current { get; set; } = null!;", "Open();"));

    [Theory]
    [InlineData("private Session? _session; private Session Current => _session!;")]
    [InlineData("private Session? _session; private Session Current { get { return _session!; } }")]
    public Task Getter_that_hands_out_the_field(string state) => Check.Fixes(
        Service("public Task StopAsync(CancellationToken ct) => [|Current|].EndAsync(ct);", state),
        Service("public Task StopAsync(CancellationToken ct) => Current?.EndAsync(ct) ?? Task.CompletedTask;", state));

    [Fact]
    public Task Getter_that_throws_is_reported_and_left() => Check.Reports(
        Service("public Task StopAsync(CancellationToken ct) => [|Current|].EndAsync(ct);",
            "private Session? _session; private Session Current => _session ?? throw new InvalidOperationException(\"Not started\");"));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken ct) { var session = [|_session|]; session.Close(); return session.EndAsync(ct); }")]
    [InlineData("public Task StopAsync(CancellationToken ct) { var open = [|_session|].Open; return Task.FromResult(open); }")]
    [InlineData("public Task StopAsync(CancellationToken ct) { if ([|_session|].Open) { Console.WriteLine(); } return Task.CompletedTask; }")]
    [InlineData("public async Task StopAsync(CancellationToken ct) { var ended = await [|_session|].TryEndAsync(); Console.WriteLine(ended); }")]
    public Task Value_that_is_needed_is_left_to_the_author(string stop) => Check.Reports(Service(stop));

    [Theory]
    [InlineData("if (ct.IsCancellationRequested) return; [|_session|].Close();", "if (ct.IsCancellationRequested) return; _session?.Close();")]
    [InlineData("if (_stopped) return; _stopped = true; [|_session|].Close();", "if (_stopped) return; _stopped = true; _session?.Close();")]
    [InlineData("if (Interlocked.Exchange(ref _count, 1) == 1) return; [|_session|].Close();", "if (Interlocked.Exchange(ref _count, 1) == 1) return; _session?.Close();")]
    [InlineData("if (!_stopped) { _stopped = true; [|_session|].Close(); }", "if (!_stopped) { _stopped = true; _session?.Close(); }")]
    [InlineData("try { await Task.Delay(1, ct); } finally { [|_session|].Close(); }", "try { await Task.Delay(1, ct); } finally { _session?.Close(); }")]
    [InlineData("try { [|_session|].Close(); } catch (IOException) { }", "try { _session?.Close(); } catch (IOException) { }")]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == 1) break; } [|_session|].Close();", "for (var i = 0; i < 3; i++) { if (i == 1) break; } _session?.Close();")]
    [InlineData("await Core(); async Task Core() { await Task.Yield(); [|_session|].Close(); }", "await Core(); async Task Core() { await Task.Yield(); _session?.Close(); }")]
    public Task Decision_that_does_not_tell_whether_it_was_started(string stop, string guarded) => Check.Fixes(
        Service($$"""public async Task StopAsync(CancellationToken ct) { {{stop}} }""", "private Session _session = null!; private bool _stopped; private int _count;"),
        Service($$"""public async Task StopAsync(CancellationToken ct) { {{guarded}} }""", "private Session _session = null!; private bool _stopped; private int _count;"));

    [Theory]
    [InlineData("_session?.Close();")]
    [InlineData("if (_session != null) _session.Close();")]
    [InlineData("if (_session is not null) { await _session.EndAsync(ct); }")]
    [InlineData("if (_session is { } session) { await session.EndAsync(ct); }")]
    [InlineData("if (_session == null) return; _session.Close();")]
    [InlineData("if (_session is null) { Console.WriteLine(); return; } await _session.EndAsync(ct);")]
    [InlineData("if (!_started) return; _session.Close();")]
    [InlineData("if (!IsStarted()) return; _session.Close();")]
    [InlineData("if (_started) { Console.WriteLine(); _session.Close(); }")]
    [InlineData("_ = _started && _session.Open;")]
    [InlineData("_ = _started ? _session.Open : _started;")]
    [InlineData("try { _session.Close(); } catch (NullReferenceException) { }")]
    [InlineData("try { _session.Close(); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { _session.Close(); } catch { }")]
    [InlineData("var session = _session; if (session is null) return; session.Close();")]
    [InlineData("var session = _session; session?.Close();")]
    [InlineData("Release(_session);")]
    [InlineData("_session.CloseQuietly();")]
    [InlineData("await Task.Run(() => { if (_started) _session.Close(); }, ct);")]
    [InlineData("Interlocked.Exchange(ref _session, null)?.Close();")]
    [InlineData("Console.WriteLine(nameof(_session.Open));")]
    [InlineData("switch (_started) { case true: _session.Close(); break; }")]
    public Task Stop_that_asks_first(string stop) => Check.Silent(
        $$"""
        static class Closing
        {
            public static void CloseQuietly(this Session? session) => session?.Close();
        }

        class Service : IHostedService
        {
            #nullable disable
            private Session _session;
            private bool _started;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _session = new Session();
                _started = true;
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken ct)
            {
                {{stop}}
            }

            private bool IsStarted() => _started;

            private static void Release(IDisposable disposable) => disposable?.Dispose();
        }

        #nullable enable
        """ + Session);

    [Fact]
    public Task Null_that_the_constructor_sets_is_null_all_the_same() => Check.Finds(
        Service("public Service() => _session = default!; public Task StopAsync(CancellationToken ct) { Close(); return Task.CompletedTask; } private void Close() => [|_session|].Close();", "private Session _session;"));

    [Theory]
    [InlineData("private Session _session = new();", "_session = new Session();")]
    [InlineData("private Session _session; public Service() => _session = new Session();", "_session = new Session();")]
    [InlineData("private Session _session; public Service() { _session = null!; Reset(); } private void Reset() => _session = new Session();", "Reset();")]
    [InlineData("private readonly Session _session = new();", "_session.Open = true;")]
    [InlineData("private Session _session = null!; public void Attach(Session session) => _session = session;", "Attach(new Session()); _session = new();")]
    [InlineData("private Session _session = null!; public static Service Make() => new() { _session = new Session() };", "_session = new();")]
    [InlineData("public Session _session = null!;", "_session = new();")]
    [InlineData("private static Session _session = null!; static Service() => _session = new();", "_session = new();")]
    [InlineData("private CancellationTokenRegistration _session;", "_session = cancellationToken.Register(() => { });")]
    [InlineData("private Session _session = null!;", "Console.WriteLine();")]
    public Task State_that_is_there_before_the_start(string state, string start) => Check.Silent(
        $$"""
        public class Service : IHostedService
        {
            {{state}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _session.Dispose();
                return Task.CompletedTask;
            }
        }
        """ + Session.Replace("sealed class", "public sealed class"));

    [Fact]
    public Task Primary_constructor_and_required_services_are_there() => Check.Silent(
        """
        class Service(Session session) : IHostedService
        {
            private readonly Session _session = session;

            public Task StartAsync(CancellationToken cancellationToken) => _session.EndAsync(cancellationToken);

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _session.Close();
                return _session.EndAsync(cancellationToken);
            }
        }
        """ + Session);

    [Fact]
    public Task Type_that_the_host_does_not_run_is_silent() => Check.Silent(
        """
        class Service
        {
            private Session _session = null!;
            public void StartAsync() => _session = new Session();
            public void StopAsync() => _session.Close();
            public void Dispose() => _session.Dispose();
        }
        """ + Session);

    [Fact]
    public Task Helper_that_a_base_class_calls_is_reported_once_where_it_is() => Check.Reports(
        """
        abstract class Connected : IHostedService
        {
            protected Session? Current { get; private set; }

            public virtual Task StartAsync(CancellationToken cancellationToken)
            {
                Current = new Session();
                return Task.CompletedTask;
            }

            public virtual async Task StopAsync(CancellationToken cancellationToken)
            {
                if (await [|Current|]!.TryEndAsync())
                {
                    Console.WriteLine();
                }
            }
        }

        class Service : Connected
        {
        }
        """ + Session);

    [Fact]
    public async Task Dispose_is_a_suggestion()
    {
        var finding = Assert.Single(await Code.Compile("Service.cs", Service("public Task StopAsync(CancellationToken ct) => Task.CompletedTask; public void Dispose() => _session.Dispose();").Replace("IHostedService", "IHostedService, IDisposable"))
            .FindingsAsync([new ShutdownAnalyzers.HostedServices.StopAssumesStartedAnalyzer()]));
        Assert.Equal(DiagnosticSeverity.Info, finding.Severity);
    }
}
