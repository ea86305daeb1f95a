using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class StopPathTests
{
    [Fact]
    public Task A_background_service_overrides_StopAsync() => Stops(
        """
        class Worker : BackgroundService
        {
            // Works.
            protected override Task [|ExecuteAsync|](CancellationToken stoppingToken) => Task.CompletedTask;

            private void Other() { }
        }
        """,
        """
        class Worker : BackgroundService
        {
            // Works.
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                GC.Collect(0);
                await base.StopAsync(cancellationToken);
                GC.Collect(1);
            }

            private void Other() { }
        }
        """);

    [Fact]
    public Task Statements_are_added_to_a_StopAsync_that_is_there() => Stops(
        """
        class Worker : IHostedService
        {
            public Task [|StartAsync|](CancellationToken ct) => Task.CompletedTask;

            // Stops.
            public Task StopAsync(CancellationToken ct) => Task.CompletedTask; // at once
        }
        """,
        """
        class Worker : IHostedService
        {
            public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

            // Stops.
            public async Task StopAsync(CancellationToken ct)
            {
                GC.Collect(0);
                GC.Collect(1);
                // at once
            }
        }
        """);

    [Fact]
    public Task A_StopAsync_that_returns_early_still_runs_what_comes_last() => Stops(
        """
        class Worker : BackgroundService
        {
            private bool started;

            protected override Task [|ExecuteAsync|](CancellationToken stoppingToken) => Task.CompletedTask;

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                // Nothing to do.
                if (!started)
                    return;

                await base.StopAsync(cancellationToken); // waits
            }
        }
        """,
        """
        class Worker : BackgroundService
        {
            private bool started;

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                try
                {
                    GC.Collect(0);
                    // Nothing to do.
                    if (!started)
                        return;

                    await base.StopAsync(cancellationToken); // waits
                }
                finally
                {
                    GC.Collect(1);
                }
            }
        }
        """);

    [Fact]
    public Task An_explicit_implementation_in_another_part_is_found() => Stops(
        """
        partial class Worker : IHostedService
        {
            Task IHostedService.[|StartAsync|](CancellationToken ct) => Task.CompletedTask;
        }
        //-- Worker.cs
        partial class Worker
        {
            Task IHostedService.StopAsync(CancellationToken ct)
            {
                return Task.CompletedTask;
            }
        }

        """,
        """
        partial class Worker : IHostedService
        {
            Task IHostedService.StartAsync(CancellationToken ct) => Task.CompletedTask;
        }
        //-- Worker.cs
        partial class Worker
        {
            async Task IHostedService.StopAsync(CancellationToken ct)
            {
                GC.Collect(0);
                GC.Collect(1);
            }
        }

        """);

    [Fact]
    public Task A_base_class_between_is_overridden() => Stops(
        """
        abstract class Base : IHostedService
        {
            public virtual Task StartAsync(CancellationToken ct) => Task.CompletedTask;
            public virtual Task StopAsync(CancellationToken ct) => Task.CompletedTask;
        }

        class Worker : Base
        {
            void [|M|]() { }
        }
        """,
        """
        abstract class Base : IHostedService
        {
            public virtual Task StartAsync(CancellationToken ct) => Task.CompletedTask;
            public virtual Task StopAsync(CancellationToken ct) => Task.CompletedTask;
        }

        class Worker : Base
        {
            void M() { }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                GC.Collect(0);
                await base.StopAsync(cancellationToken);
                GC.Collect(1);
            }
        }
        """);

    [Theory]
    [InlineData(
        "public void Dispose() { Console.WriteLine(); /* bye */ }",
        "public void Dispose() { GC.Collect(0); Console.WriteLine(); /* bye */ GC.Collect(1); }")]
    [InlineData(
        "public void Dispose() => Console.WriteLine();",
        "public void Dispose() { GC.Collect(0); Console.WriteLine(); GC.Collect(1); }")]
    [InlineData(
        "public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { if (disposing) { Console.WriteLine(); } }",
        "public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { if (disposing) { GC.Collect(0); Console.WriteLine(); GC.Collect(1); } }")]
    [InlineData(
        "public void Dispose() => Dispose(true); protected virtual void Dispose(bool isDisposing) { Console.WriteLine(); }",
        "public void Dispose() => Dispose(true); protected virtual void Dispose(bool isDisposing) { if (isDisposing) { GC.Collect(1); } if (isDisposing) { GC.Collect(0); } Console.WriteLine(); }")]
    [InlineData(
        "public void Dispose() { } public ValueTask DisposeAsync() { return default; }",
        "public void Dispose() { } public async ValueTask DisposeAsync() { GC.Collect(0); GC.Collect(1); }")]
    public async Task Statements_are_added_where_a_type_is_disposed_of(string members, string expected)
    {
        var interfaces = members.Contains("DisposeAsync") ? "IDisposable, IAsyncDisposable" : "IDisposable";
        var actual = await Draft.Edited($"class C : {interfaces} {{ void [|M|]() {{ }} {members} }}", Stop);
        Assert.Equal(Squeezed($"class C : {interfaces} {{ void M() {{ }} {expected} }}"), Squeezed(actual.Text));
        Assert.Empty(actual.Errors);
    }

    [Fact]
    public Task An_inherited_Dispose_is_overridden() => Stops(
        """
        class C : MemoryStream
        {
            void [|M|]() { }
        }
        """,
        """
        class C : MemoryStream
        {
            void M() { }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    GC.Collect(0);
                    GC.Collect(1);
                }

                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task A_type_becomes_disposable() => Draft.Becomes(
        """
        class C(int x) : List<int> // list
        {
            void [|M|]() => Add(x);
        }
        """,
        """
        class C(int x) : List<int>, IDisposable // list
        {
            void M() => Add(x);

            public void Dispose()
            {
                GC.Collect(0);
            }
        }
        """,
        (finding, solution) => Apply(StopPath.OfNewDisposal(finding.Type!, finding.Node, finding.Model)!.With(["global::System.GC.Collect(0);"]), finding, solution));

    [Fact]
    public Task A_type_without_bases_or_members_becomes_disposable() => Draft.Becomes(
        """
        class [|C|]; // nothing
        """,
        """
        class C : IDisposable
        {
            public void Dispose()
            {
                GC.Collect(0);
            }
        } // nothing
        """,
        (finding, solution) => Apply(StopPath.OfNewDisposal((INamedTypeSymbol)finding.Semantics.GetDeclaredSymbol(finding.Around<TypeDeclarationSyntax>()!)!, finding.Node, finding.Model)!.With(["global::System.GC.Collect(0);"]), finding, solution));

    private static Task Stops(string source, string expected) => Draft.Becomes(source, expected, Stop);

    private static Task Stop(Finding finding, Microsoft.CodeAnalysis.Editing.SolutionEditor solution)
        => Apply(StopPath.Of(finding.Type!, finding.Node, finding.Model)!.With(["global::System.GC.Collect(0);"], ["global::System.GC.Collect(1);"]), finding, solution);

    private static Task Apply(System.Collections.Immutable.ImmutableArray<Support> supports, Finding finding, Microsoft.CodeAnalysis.Editing.SolutionEditor solution)
        => Support.ApplyAsync(supports, solution, finding.Cancellation);

    private static string Squeezed(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");
}
