using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class TokenArgumentTests
{
    [Theory]
    [InlineData("Task.Delay(1)", "Task.Delay(1, ct)")]
    [InlineData("Task.Delay(1 /* ms */)", "Task.Delay(1 /* ms */, ct)")]
    [InlineData("Task.Delay(millisecondsDelay: 1)", "Task.Delay(millisecondsDelay: 1, cancellationToken: ct)")]
    [InlineData("Task.Delay(1, CancellationToken.None)", "Task.Delay(1, ct)")]
    [InlineData("Task.Delay(1, /* none */ default)", "Task.Delay(1, /* none */ ct)")]
    [InlineData("Task.Delay(cancellationToken: default, millisecondsDelay: 1)", "Task.Delay(cancellationToken: ct, millisecondsDelay: 1)")]
    [InlineData("semaphore.WaitAsync()", "semaphore.WaitAsync(ct)")]
    [InlineData("semaphore.Wait(1)", "semaphore.Wait(1, ct)")]
    [InlineData("maybe?.WaitAsync()", "maybe?.WaitAsync(ct)")]
    [InlineData("channel.Reader.ReadAsync()", "channel.Reader.ReadAsync(ct)")]
    [InlineData("channel?.Reader.ReadAllAsync()", "channel?.Reader.ReadAllAsync(ct)")]
    [InlineData("client.GetStringAsync(\"http://a\")", "client.GetStringAsync(\"http://a\", ct)")]
    [InlineData("stream.ReadAsync(buffer)", "stream.ReadAsync(buffer, ct)")]
    [InlineData("socket.ReceiveAsync(buffer)", "socket.ReceiveAsync(buffer, ct)")]
    [InlineData("blocking.Take()", "blocking.Take(ct)")]
    [InlineData("blocking.TryTake(out _, 5)", "blocking.TryTake(out _, 5, ct)")]
    [InlineData("Own(1)", "Own(1, token: ct)")]
    [InlineData("Own(1, 2)", "Own(1, 2, ct)")]
    [InlineData("Generic<int>(1)", "Generic<int>(1, ct)")]
    [InlineData("new Owned()", "new Owned(ct)")]
    [InlineData("new Owned { X = 1 }", "new Owned(ct) { X = 1 }")]
    [InlineData("Parallel.ForEachAsync(new[] { 1 }, (_, _) => default)", "Parallel.ForEachAsync(new[] { 1 }, ct, (_, _) => default)")]
    [InlineData("task.Wait()", "task.Wait(ct)")]
    public Task A_call_is_handed_the_token(string call, string expected) => Draft.Becomes(
        Source("[|" + call + "|]"),
        Source(expected),
        (finding, editor) =>
        {
            var node = finding.Root.DescendantNodes().OfType<ExpressionSyntax>().First(it => it.Span == finding.Diagnostic.Location.SourceSpan);
            var target = node is ConditionalAccessExpressionSyntax ? node.DescendantNodes().OfType<InvocationExpressionSyntax>().First() : node;
            var how = TokenArgument.For(finding, target as ExpressionSyntax ?? throw new InvalidOperationException());
            Assert.NotNull(how);
            editor.ReplaceNode(target, (current, _) => how.In(current, NewCode.Expression("ct")));
        });

    [Theory]
    [InlineData("Console.WriteLine(\"{0}\", 1)")]
    [InlineData("logger.LogInformation(\"x\")")]
    [InlineData("Thread.Sleep(1)")]
    [InlineData("string.Format(\"{0}\", 1)")]
    [InlineData("Task.WhenAll(task)")]
    [InlineData("Consume(1)")]
    public async Task A_call_that_takes_no_token_is_left_alone(string call)
    {
        var (finding, _) = await Draft.Of(Source("[|" + call + "|]"));
        Assert.Null(TokenArgument.For(finding, (ExpressionSyntax)finding.Node.AncestorsAndSelf().First(it => it is InvocationExpressionSyntax)));
    }

    private static string Source(string call) =>
        $$"""
        class Owned
        {
            public Owned() { }
            public Owned(CancellationToken token) { }
            public int X { get; set; }
        }

        class C(SemaphoreSlim semaphore, SemaphoreSlim? maybe, System.Threading.Channels.Channel<int> channel, HttpClient client, Stream stream, byte[] buffer,
            System.Net.Sockets.Socket socket, System.Collections.Concurrent.BlockingCollection<int> blocking, ILogger logger, Task task)
        {
            object M(CancellationToken ct)
            {
                Action action = () => {{call}};
                return (action, semaphore, maybe, channel, client, stream, buffer, socket, blocking, logger, task);
            }

            Task Own(int x, int y = 0, CancellationToken token = default) => Task.CompletedTask;
            Task Generic<T>(T x) => Task.CompletedTask;
            Task Generic<T>(T x, CancellationToken token) => Task.CompletedTask;
            void Consume(int x) { }
            void Consume(int x, object y) { }
        }
        """;
}
