using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.StopFlagMayNeverBeSeenAnalyzer,
    ShutdownAnalyzers.Loops.StopFlagMayNeverBeSeenCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class StopFlagMayNeverBeSeenTests
{
    private static string Station(string field, string loop, string stop = "_stop = true;") =>
        $$"""
        class Station : IDisposable
        {
            {{field}}
            private int _count;

            public void Start() => new Thread(Run) { IsBackground = true }.Start();

            private void Run()
            {
                {{loop}}
            }

            private void Step() => _count++;

            public void Dispose() { {{stop}} }
        }
        """;

    [Theory]
    [InlineData("/* a */ private /* b */ bool _stop; // c", "/* a */ private /* b */ volatile bool _stop; // c", "while (![|_stop|]) { _count++; }")]
    [InlineData("bool _stop;", "volatile bool _stop;", "while (![|_stop|]) { }")]
    [InlineData("private static bool _stop;", "private static volatile bool _stop;", "while ([|_stop|] == false) { _count++; }")]
    [InlineData("private bool _stop = false;", "private volatile bool _stop = false;", "do { _count++; } while (![|_stop|]);")]
    [InlineData("private bool _stop;", "private volatile bool _stop;", "while (![|_stop|]) { Step(); }")]
    [InlineData("private bool _stop; private bool Stopped => _stop;", "private volatile bool _stop; private bool Stopped => _stop;", "while (![|Stopped|]) { _count++; }")]
    public Task Flag_becomes_volatile(string before, string after, string loop)
        => Check.Fixes(Station(before, loop), Station(after, loop.Replace("[|", "").Replace("|]", "")));

    [Theory]
    [InlineData("private volatile bool _stop;", "while (!_stop) { _count++; }")]
    [InlineData("private bool _stop;", "while (!Volatile.Read(ref _stop)) { _count++; }")]
    [InlineData("private bool _stop;", "lock (this) { while (!_stop) { Monitor.Wait(this); } }")]
    [InlineData("private bool _stop;", "while (!_stop) { lock (this) { _count++; } }")]
    [InlineData("private bool _stop; private bool Stopping { get { lock (this) { return _stop; } } }", "while (!Stopping) { _count++; }")]
    [InlineData("private bool _stop;", "while (!_stop) { _stop = _count++ > 5; }")]
    public Task Flags_that_are_read_anew_are_left_alone(string field, string loop) => Check.Silent(Station(field, loop));

    [Fact]
    public Task Flag_that_the_loop_itself_sets_through_a_helper_is_left_alone() => Check.Silent(Station("private bool _ended; private void End() => _ended = true;", "while (!_ended) { if (_count++ > 3) { End(); } }", ""));

    [Fact]
    public Task Flag_that_no_stop_path_writes_is_left_alone() => Check.Silent(Station("private bool _stop; public void Found() => _stop = true;", "while (!_stop) { _count++; }", ""));

    [Fact]
    public Task An_await_reads_it_anew() => Check.Silent(
        """
        class Pump : IDisposable
        {
            private bool _stop;
            public async Task RunAsync() { while (!_stop) { await Task.Delay(10); } }
            public void Dispose() => _stop = true;
        }
        """);
}
