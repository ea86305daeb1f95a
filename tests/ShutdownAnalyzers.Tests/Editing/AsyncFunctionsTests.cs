using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class AsyncFunctionsTests
{
    [Theory]
    [InlineData("Task M() { Console.WriteLine(); return Task.CompletedTask; }", "async Task M() { Console.WriteLine(); }")]
    [InlineData("public override Task M() { return Task.Delay(1); /* end */ }", "public override async Task M() { await Task.Delay(1); /* end */ }")]
    [InlineData("private Task M() => Task.CompletedTask;", "private async Task M() { }")]
    [InlineData("private Task M() => Task.Delay(1);", "private async Task M() => await Task.Delay(1);")]
    [InlineData("Task<int> M() => Task.FromResult(1);", "async Task<int> M() => 1;")]
    [InlineData("Task<int> M() { return Other(); }", "async Task<int> M() { return await Other(); }")]
    [InlineData("ValueTask M() { return default; }", "async ValueTask M() { }")]
    [InlineData("ValueTask<int> M() { return new ValueTask<int>(Other()); }", "async ValueTask<int> M() { return await new ValueTask<int>(Other()); }")]
    [InlineData("Task M() { if (Flag) return Task.CompletedTask; return Task.Delay(1); }", "async Task M() { if (Flag) { return; } await Task.Delay(1); }")]
    [InlineData("Task M() { return Flag ? Other() : Task.Delay(1); }", "async Task M() { await (Flag ? Other() : Task.Delay(1)); }")]
    [InlineData("Task M() { Func<Task> f = () => { return Task.CompletedTask; }; return f(); }", "async Task M() { Func<Task> f = () => { return Task.CompletedTask; }; await f(); }")]
    [InlineData("async Task M() { await Task.Yield(); }", "async Task M() { await Task.Yield(); }")]
    public async Task A_function_that_returns_a_task_becomes_async(string member, string expected)
    {
        static string Class(string member) => $"class B {{ public virtual Task M() => Task.CompletedTask; public bool Flag; public Task<int> Other() => Task.FromResult(1); }} class C : B {{ {member} }}";
        var actual = await Draft.Edited(Class(member.Replace("M()", "[|M|]()")).Replace("Task [|M|]() => Task.CompletedTask; public", "Task M() => Task.CompletedTask; public"), async (finding, solution) =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id);
            var method = finding.Node.FunctionAround()!;
            var symbol = finding.Semantics.SymbolOf(method)!;
            Assert.True(AsyncFunctions.CanBeAsync(symbol, finding.Model));
            editor.MakeAsync(method, symbol);
        });
        Assert.Equal(Squeezed(Class(expected)), Squeezed(actual.Text));
        Assert.Empty(actual.Errors);
    }

    [Fact]
    public Task Comments_and_layout_stay() => Draft.Becomes(
        """
        class C
        {
            // Flushes.
            public Task [|M|](Stream stream) // here
            {
                if (stream is null)
                {
                    // nothing
                    return /* a */ Task.CompletedTask /* b */; // c
                }

                // all
                return stream.FlushAsync(); // d
            } // e
        }
        """,
        """
        class C
        {
            // Flushes.
            public async Task M(Stream stream) // here
            {
                if (stream is null)
                {
                    // nothing
                    /* a */
                    return; /* b */ // c
                }

                // all
                await stream.FlushAsync(); // d
            } // e
        }
        """,
        (finding, editor) => editor.MakeAsync(finding.Node.FunctionAround()!, finding.Semantics.SymbolOf(finding.Node.FunctionAround()!)!));

    [Fact]
    public Task The_entry_point_may_change_its_type() => Draft.Becomes(
        """
        static class Program
        {
            static int [|Main|](string[] args)
            {
                return 1;
            }
        }
        """,
        """
        static class Program
        {
            static async Task<int> Main(string[] args)
            {
                return 1;
            }
        }
        """,
        (finding, editor) => editor.MakeAsync(finding.Node.FunctionAround()!, finding.Semantics.SymbolOf(finding.Node.FunctionAround()!)!));

    [Theory]
    [InlineData("void [|M|]() { }")]
    [InlineData("int [|M|]() => 1;")]
    [InlineData("Task [|M|](out int x) { x = 1; return Task.CompletedTask; }")]
    public async Task Other_functions_cannot_be_async(string member)
    {
        var (finding, _) = await Draft.Of($"class C {{ {member} }}");
        Assert.False(AsyncFunctions.CanBeAsync(finding.Semantics.SymbolOf(finding.Node.FunctionAround()!)!, finding.Model));
    }

    private static string Squeezed(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");
}
