using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class LinkedRequestSignalTests
{
    [Fact]
    public Task The_request_is_linked_with_the_lifetime_above_the_loop() => Links(
        """
        var app = WebApplication.Create(args);

        app.MapGet("/", async (CancellationToken ct) =>
        {
            var last = 0;

            // as long as somebody listens
            [|while (!ct.IsCancellationRequested)
            {
                last++;
                await Task.Delay(last, ct);
            }|]
        });
        app.Run();
        """,
        """
        var app = WebApplication.Create(args);

        app.MapGet("/", async (CancellationToken ct) =>
        {
            var last = 0;
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, app.Lifetime.ApplicationStopping);

            // as long as somebody listens
            while (!ct.IsCancellationRequested)
            {
                last++;
                await Task.Delay(last, stopping.Token);
            }
        });
        app.Run();
        """);

    [Fact]
    public Task The_token_of_the_context_is_linked() => Links(
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/{id}", Handle);

            static async Task<string> Handle(int id, HttpContext context)
            {
                [|while (true)
                    await Task.Delay(1);|]
            }
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/{id}", Handle);

            static async Task<string> Handle(int id, HttpContext context, IHostApplicationLifetime lifetime)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                while (true)
                    await Task.Delay(1, stopping.Token);
            }
        }
        """);

    [Fact]
    public Task An_iterator_links_inside_its_body() => Links(
        """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;

        public class Feed(ILogger<Feed> logger) : ControllerBase
        {
            [HttpGet]
            public async IAsyncEnumerable<int> Get([EnumeratorCancellation] CancellationToken cancellationToken)
            {
                logger.LogInformation("x");
                [|for (; ; )
                {
                    await Task.Delay(1);
                    yield return 1;
                }|]
            }
        }
        """,
        """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;

        public class Feed(ILogger<Feed> logger, IHostApplicationLifetime lifetime) : ControllerBase
        {
            [HttpGet]
            public async IAsyncEnumerable<int> Get([EnumeratorCancellation] CancellationToken cancellationToken)
            {
                logger.LogInformation("x");
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
                for (; ; )
                {
                    await Task.Delay(1, stopping.Token);
                    yield return 1;
                }
            }
        }
        """);

    [Fact]
    public Task A_task_that_was_returned_is_awaited_within_the_using() => Links(
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", (CancellationToken stopping) => [|Task.Delay(-1, stopping)|]);
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async (CancellationToken stopping, IHostApplicationLifetime lifetime) =>
            {
                using var stopping2 = CancellationTokenSource.CreateLinkedTokenSource(stopping, lifetime.ApplicationStopping);
                await Task.Delay(-1, stopping2.Token);
            });
        }
        """);

    [Fact]
    public async Task A_source_that_is_linked_already_is_taken()
    {
        var (finding, _) = await Draft.Of(
            """
            static class Endpoints
            {
                public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/{id}", Handle);

                static async Task<string> Handle(int id, HttpContext context, IHostApplicationLifetime lifetime)
                {
                    using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                    [|while (true)
                        await Task.Delay(1);|]
                }
            }
            """);
        Assert.Equal("linked.Token", LinkedRequestSignal.For(finding, finding.Node)?.Expression);
    }

    private static Task Links(string source, string expected) => Draft.Becomes(source, expected, async (finding, solution) =>
    {
        var call = finding.Node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Single();
        var signal = LinkedRequestSignal.For(finding, finding.Node);
        Assert.NotNull(signal);
        var how = TokenArgument.For(finding, call);
        var editor = await solution.GetDocumentEditorAsync(finding.Document.Id);
        await signal.ApplyAsync(solution, finding.Cancellation);
        editor.ReplaceNode(call, (current, _) => how!.In(current, signal.Token));
    });
}
