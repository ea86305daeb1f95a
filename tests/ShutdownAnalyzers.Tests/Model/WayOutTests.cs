using Microsoft.CodeAnalysis.Operations;
using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Model;

/// <summary>Way out: can this loop end when the signal fires?</summary>
public sealed class WayOutTests
{
    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { Work(); }")]
    [InlineData("while (true) { ct.ThrowIfCancellationRequested(); }")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) break; Work(); }")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) { return; } Work(); }")]
    [InlineData("while (true) { await Task.Delay(1, ct); }")]
    [InlineData("for (;;) { await PauseAsync(ct); }")]
    [InlineData("do { await Task.Delay(1, ct); } while (true);")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (Exception e) when (e is not OperationCanceledException) { } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (Exception) when (!ct.IsCancellationRequested) { } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (OperationCanceledException) { throw; } catch { } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (OperationCanceledException) { break; } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (IOException) { } }")]
    [InlineData("while (true) { await StepAsync(); } async Task StepAsync() { Work(); await Task.Delay(1, ct); }")]
    [InlineData("while (true) { await OnceAsync(() => Task.Delay(1, ct)); }")]
    [InlineData("while (await timer.WaitForNextTickAsync(ct)) { Work(); }")]
    [InlineData("await foreach (var it in channel.Reader.ReadAllAsync(ct)) { Work(); }")]
    [InlineData("while (true) { switch (Work()) { case 1: if (ct.IsCancellationRequested) goto end; break; } } end: Work();")]
    [InlineData("while (true) { Ask(); } void Ask() { if (ct.IsCancellationRequested) throw new OperationCanceledException(); }")]
    [InlineData("while (true) { Ask(ct); } static void Ask(CancellationToken token) { if (!token.IsCancellationRequested) return; throw new TaskCanceledException(\"\", null, token); }")]
    [InlineData("while (true) { Work(Next()); } int Next() => Stopped ? throw new OperationCanceledException() : Work();")]
    [InlineData("while (true) { Ask(); } void Ask() { if (!running) throw new OperationCanceledException(); }")]
    [InlineData("while (true) { try { Ask(); } catch (IOException) { } } void Ask() { if (Stopped) throw new ApplicationException(); }")]
    [InlineData("while (true) { try { if (Stopped) throw new ApplicationException(); } catch (OperationCanceledException) { } }")]
    public void Hears_the_signal(string loop) => Assert.True(Facts(loop).HearsStop);

    [Theory]
    [InlineData("while (true) { Work(); }")]
    [InlineData("while (true) { await Task.Delay(1); }")]
    [InlineData("while (true) { await Task.Delay(1, CancellationToken.None); }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch { } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (Exception) { Work(); } }")]
    [InlineData("while (true) { try { await Task.Delay(1, ct); } catch (OperationCanceledException) { continue; } }")]
    [InlineData("while (true) { if (ct.IsCancellationRequested) { Work(); } }")]
    [InlineData("while (true) { await QuietlyAsync(() => Task.Delay(1, ct)); }")]
    [InlineData("while (true) { await StepAsync(); } async Task StepAsync() { try { await Task.Delay(1, ct); } catch (OperationCanceledException) { } }")]
    [InlineData("while (true) { _ = Task.Delay(1, ct); }")]
    [InlineData("while (true) { switch (Work()) { case 1: if (ct.IsCancellationRequested) break; break; } }")]
    [InlineData("while (true) { Ask(); } void Ask() { if (!ct.IsCancellationRequested && Work() > 1) throw new IOException(); }")]
    [InlineData("while (true) { Ask(); } void Ask() { if (Work() > 1) throw new IOException(); }")]
    [InlineData("while (true) { try { Ask(); } catch (Exception) { } } void Ask() { if (ct.IsCancellationRequested) throw new OperationCanceledException(ct); }")]
    [InlineData("while (true) { try { if (ct.IsCancellationRequested) throw new OperationCanceledException(ct); } catch (Exception) { } }")]
    public void Is_deaf(string loop)
    {
        var facts = Facts(loop);
        Assert.True(facts.ConditionIsDeaf);
        Assert.False(facts.HearsStop);
    }

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) { Work(); }", "Finite")]
    [InlineData("foreach (var it in new[] { 1, 2 }) { Work(); }", "Finite")]
    [InlineData("while (Work() > 0) { }", "Finite")]
    [InlineData("while (true) { Work(); }", "Endless")]
    [InlineData("for (;;) { Work(); }", "Endless")]
    [InlineData("while (!false) { Work(); }", "Endless")]
    [InlineData("do { Work(); } while (await SafelyAsync()); async Task<bool> SafelyAsync() { await Task.Yield(); return true; }", "Endless")]
    [InlineData("do { Work(); } while (await MoreAsync()); async Task<bool> MoreAsync() { await Task.Yield(); if (Work() > 3) return false; return true; }", "Finite")]
    [InlineData("while (!ct.IsCancellationRequested) { Work(); }", "AsksToken")]
    [InlineData("while (!Stopped) { Work(); } bool Done() => ct.IsCancellationRequested;", "AsksToken")]
    [InlineData("while (running) { Work(); }", "AsksFlag")]
    public void Condition_is_understood(string loop, string kind) => Assert.Equal(kind, Facts(loop).Kind.ToString());

    [Fact]
    public void Swallowed_cancellation_names_its_catch_and_its_thrower()
    {
        var swallowed = Assert.Single(Facts("while (true) { try { Work(); await Task.Delay(1, ct); } catch (Exception) { } }").Swallowed);
        Assert.True(swallowed.IsOfStop);
        Assert.Equal("catch (Exception) { }", swallowed.Clause.Syntax.ToString());
        Assert.Contains("Task.Delay(1, ct)", swallowed.Thrower.Syntax.ToString(), StringComparison.Ordinal);
    }

    private static LoopFacts Facts(string loop)
    {
        var question = Question.About(
            $$"""
            class Service(PeriodicTimer timer, System.Threading.Channels.Channel<int> channel) : BackgroundService
            {
                private bool running = true;
                private CancellationToken stop;
                private bool Stopped => stop.IsCancellationRequested;

                protected override async Task ExecuteAsync(CancellationToken ct)
                {
                    stop = ct;
                    [|await Task.Yield()|];
                    {{loop}}
                }

                public override Task StopAsync(CancellationToken ct) { running = false; return base.StopAsync(ct); }

                static int Work(int n = 1) => n;
                static async Task PauseAsync(CancellationToken token) { await Task.Delay(1, token); }
                static Task OnceAsync(Func<Task> body) => body();
                static async Task QuietlyAsync(Func<Task> body) { try { await body(); } catch (OperationCanceledException) { } }
            }
            """);
        return question.Model.WaysOut.Of(question.Marked.Root().Descendants().OfType<ILoopOperation>().First());
    }
}
