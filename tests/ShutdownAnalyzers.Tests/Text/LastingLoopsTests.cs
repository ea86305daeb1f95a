using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Text;

namespace ShutdownAnalyzers.Tests.Text;

/// <summary>The text of a condition rules out that a loop lasts, or leaves it open.</summary>
public sealed class LastingLoopsTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;) { }")]
    [InlineData("do { } while (!false);")]
    [InlineData("while (1 == 1) { }")]
    [InlineData("while (!token.IsCancellationRequested) { }")]
    [InlineData("while (token.IsCancellationRequested == false) { }")]
    [InlineData("while (token.IsCancellationRequested is false) { }")]
    [InlineData("while ((running) && !token.IsCancellationRequested) { }")]
    [InlineData("while (!token.WaitHandle.WaitOne(1000)) { }")]
    [InlineData("while (GoesOn(token)) { }")]
    [InlineData("while (await GoesOnAsync(token)) { }")]
    [InlineData("while (await GoesOnAsync(token).ConfigureAwait(false)) { }")]
    [InlineData("for (var i = 0; GoesOn(token); i++) { }")]
    public void May_last(string loop) => Assert.Single(Find(loop));

    [Theory]
    [InlineData("while (await timer.WaitForNextTickAsync(token)) { }")]
    [InlineData("while (i < 3 && !token.IsCancellationRequested) { }")]
    [InlineData("while (queue.TryDequeue(out var item)) { }")]
    [InlineData("while (reader.ReadLine() is { } line) { }")]
    [InlineData("for (var i = 0; i < 3; i++) { }")]
    [InlineData("do { i++; } while (i != 7);")]
    [InlineData("foreach (var it in All()) { }")]
    public void Ends_by_itself(string loop) => Assert.Empty(Find(loop));

    [Theory]
    [InlineData("while (await timer.WaitForNextTickAsync(token)) { }", true)]
    [InlineData("await foreach (var it in channel.Reader.ReadAllAsync()) { }", true)]
    [InlineData("await foreach (var it in Ticks()) { }", true)]
    [InlineData("await foreach (var it in Handed()) { }", true)]
    [InlineData("await foreach (var it in Rows()) { }", false)]
    [InlineData("foreach (var it in orders.Take(3)) { }", false)]
    [InlineData("using var reader = Open(); while (await reader.ReadAsync(token)) { }", false)]
    public void May_wait_for_what_goes_on_coming(string loop, bool may)
    {
        var (loops, file) = Read(loop);
        Assert.Equal(may, file.Loops.Where(static it => it.Ancestors().Any(static around => around is MethodDeclarationSyntax { Identifier.ValueText: "M" })).Any(loops.MayWaitOn));
    }

    [Theory]
    [InlineData("for (var i = 1; ; i++) { try { return await Get(); } catch (E e) when (e.IsTransient && i < 3) { await Pause(); } }", true)]
    [InlineData("var i = 0; while (true) { i += 1; try { await Get(); break; } catch (E) when (i <= 3) { } }", true)]
    [InlineData("var i = 0; while (true) { try { await Get(); return; } catch (E) when (i++ < 3) { } }", true)]
    [InlineData("while (true) { try { return await Get(); } catch (E e) when (e.Status >= 500) { await Pause(); } }", false)]
    [InlineData("var i = 0; while (true) { i++; try { return await Get(); } catch (E) when (i < 3) { } catch (F) { } }", false)]
    [InlineData("var i = 0; while (true) { i++; try { await Get(); } catch (E) when (i < 3) { } }", false)]
    public void Retries_that_count_are_told(string code, bool counts)
        => Assert.Equal(counts, LoopShapes.TriesAFewTimes(Read(code).File.Loops.First(static it => it.Ancestors().Any(static around => around is MethodDeclarationSyntax { Identifier.ValueText: "M" }))));

    private static IEnumerable<StatementSyntax> Find(string loop)
    {
        var (loops, file) = Read(loop);
        return loops.In(file).Where(static it => it.Ancestors().Any(static around => around is MethodDeclarationSyntax { Identifier.ValueText: "M" }));
    }

    private static (LastingLoops Loops, SyntaxIndex File) Read(string loop)
    {
        var tree = CSharpSyntaxTree.ParseText(
            $$"""
            class C
            {
                async Task M(CancellationToken token) { {{loop}} }
                bool GoesOn(CancellationToken token) => !token.IsCancellationRequested;
                async Task<bool> GoesOnAsync(CancellationToken token) { await Task.Yield(); return true; }
                async IAsyncEnumerable<int> Ticks() { while (true) { await Task.Yield(); yield return 1; } }
                IAsyncEnumerable<int> Handed() => channel.Reader.ReadAllAsync();
                async IAsyncEnumerable<int> Rows() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }
            }
            """,
            cancellationToken: TestContext.Current.CancellationToken);
        var names = new NameGraph(CSharpCompilation.Create("Code", [tree]));
        return (new LastingLoops(names, new WaitShapes(names)), SyntaxIndex.Of(tree));
    }
}
