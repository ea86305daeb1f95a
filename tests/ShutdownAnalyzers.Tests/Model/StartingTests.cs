using Microsoft.CodeAnalysis;
using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Starting, and the started work it filters: by its text, may something be started here that goes on by itself?</summary>
public sealed class StartingTests
{
    [Theory]
    [InlineData("_ = LoopAsync();", "Task")]
    [InlineData("_work = LoopAsync();", "Task")]
    [InlineData("_work ??= LoopAsync();", "Task")]
    [InlineData("_work = Loop();", "Task")]
    [InlineData("Loop();", "Task")]
    [InlineData("Service.Loop();", "Task")]
    [InlineData("Helper();", "Task")]
    [InlineData("_ = Task.Run(Loop);", "Task")]
    [InlineData("Task.Factory.StartNew(() => { }, TaskCreationOptions.LongRunning);", "Task")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { });", "Task")]
    [InlineData("_all.Add(LoopAsync());", "Task")]
    [InlineData("_all.AddRange([LoopAsync(), Loop()]);", "Task,Task")]
    [InlineData("_work = Task.WhenAll(LoopAsync(), LoopAsync());", "Task,Task")]
    [InlineData("_work = _make();", "Task")]
    [InlineData("_make.Invoke();", "Task")]
    [InlineData("_ = LoopAsync().ContinueWith(_ => { });", "Task,Task")]
    [InlineData("AsyncVoid();", "Task")]
    [InlineData("var work = Generic(() => Task.Delay(-1)); _work = work;", "Task")]
    [InlineData("new Thread(() => { }).Start();", "Thread,Thread")]
    [InlineData("Thread thread = new(() => { }); thread.Start();", "Thread,Thread")]
    [InlineData("_timer = new(_ => { });", "Timer")]
    [InlineData("_timer = new Timer(_ => { }, null, 0, 10);", "Timer")]
    [InlineData("_timer = TimeProvider.System.CreateTimer(_ => { }, null, default, default) as Timer;", "Timer")]
    [InlineData("Changed += OnChanged;", "Handler")]
    [InlineData("_other.Changed += (_, _) => { };", "Handler")]
    [InlineData("Nested.Begin();", "Task")]
    [InlineData("_ = new Nested();", "Task")]
    [InlineData("Call(Helper);", "Task")]
    [InlineData("Call(() => Helper());", "Task")]
    [InlineData("foreach (var it in Enumerable.Range(0, 3)) { _all.Add(LoopAsync()); }", "Task")]
    public void What_a_start_method_starts_is_found(string statements, string expected) => Assert.Equal(expected, StartedBy(statements));

    [Theory]
    [InlineData("await LoopAsync();")]
    [InlineData("await Loop().ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(LoopAsync(), Loop());")]
    [InlineData("var count = 0; count += 3;")]
    [InlineData("Changed?.Invoke(this, EventArgs.Empty);")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew();")]
    [InlineData("Plain();")]
    [InlineData("await Task.Delay(10);")]
    public void What_starts_nothing_is_not_looked_into(string statements)
    {
        Assert.Equal("", StartedBy(statements));
        var question = About(statements);
        Assert.False(question.Model.Starting.MayBeIn(StartOf(question)));
    }

    [Theory]
    [InlineData("readonly Task _first = LoopAsync();", "Task")]
    [InlineData("readonly Timer _first = new(_ => { });", "Timer")]
    [InlineData("Task First { get; } = Task.Run(() => { });", "Task")]
    [InlineData("readonly int _first = 3;", "")]
    public void Initializers_count(string member, string expected)
    {
        var question = Question.About(Service("await Task.CompletedTask;", member));
        Assert.Equal(expected, Kinds(question.Model.StartedWorks.OfStart(TypeOf(question))));
    }

    private static string StartedBy(string statements)
    {
        var question = About(statements);
        return Kinds(question.Model.StartedWorks.OfStart(TypeOf(question)));
    }

    private static Question About(string statements) => Question.About(Service(statements, ""));

    private static string Kinds(IEnumerable<StartedWork> works) => string.Join(",", works.Select(static it => it.Kind));

    private static INamedTypeSymbol TypeOf(Question question) => question.Model.Compilation.GetTypeByMetadataName("Service")!;

    private static IMethodSymbol StartOf(Question question) => TypeOf(question).GetMembers("StartAsync").OfType<IMethodSymbol>().Single();

    private static string Service(string statements, string member) =>
        $$"""
        class Service : IHostedService
        {
            Task? _work; Timer? _timer; readonly List<Task> _all = []; readonly Func<Task> _make = null!; readonly Service _other = null!;
            event EventHandler? Changed;
            {{member}}
            public async Task StartAsync(CancellationToken ct) { {{statements}} await Task.Yield(); }
            public Task StopAsync(CancellationToken ct) { [|GC.Collect()|]; return Task.CompletedTask; }
            static async Task LoopAsync() => await Task.Delay(10);
            static Task Loop() => Task.CompletedTask;
            static async void AsyncVoid() => await Task.Delay(10);
            static void Helper() { Deeper(); }
            static void Deeper() => LoopAsync();
            static void Plain() { }
            static T Generic<T>(Func<T> make) => make();
            static void Call(Action action) => action();
            void OnChanged(object? sender, EventArgs e) { }
            class Nested { public Nested() => Begin(); public static void Begin() { _ = LoopAsync(); } }
        }
        """;
}
