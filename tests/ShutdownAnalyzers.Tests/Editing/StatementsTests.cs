using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class StatementsTests
{
    [Fact]
    public Task A_statement_is_inserted_before_another_one_whose_comments_stay() => Draft.Becomes(
        """
        class C
        {
            void M()
            {
                var x = 1; // one

                // wait
                [|Thread.Sleep(x);|] // done
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                var x = 1; // one
                using var source = new CancellationTokenSource();

                // wait
                Thread.Sleep(x); // done
            }
        }
        """,
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("using var source = new global::System.Threading.CancellationTokenSource();")));

    [Fact]
    public Task A_statement_is_inserted_behind_another_one_whose_comments_stay() => Draft.Becomes(
        """
        class C
        {
            void M()
            {
                // wait
                [|Thread.Sleep(1);|] // done

                // more
                Thread.Sleep(2);
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                // wait
                Thread.Sleep(1); // done
                GC.Collect();

                // more
                Thread.Sleep(2);
            }
        }
        """,
        (finding, editor) => editor.AddAfter(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();")));

    [Fact]
    public Task A_statement_without_a_block_around_it_gets_one() => Draft.Becomes(
        """
        class C
        {
            void M(bool b)
            {
                if (b) // why
                    [|Thread.Sleep(1);|] // done
            }
        }
        """,
        """
        class C
        {
            void M(bool b)
            {
                if (b) // why
                {
                    GC.Collect();
                    Thread.Sleep(1); // done
                }
            }
        }
        """,
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();")));

    [Fact]
    public Task Top_level_statements_are_statements_too() => Draft.Becomes(
        """
        var x = 1;
        // wait
        [|Thread.Sleep(x);|] // done
        """,
        """
        var x = 1;
        GC.Collect();
        // wait
        Thread.Sleep(x); // done
        GC.Collect();
        """,
        (finding, editor) =>
        {
            editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();"));
            editor.AddAfter(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();"));
        });

    [Fact]
    public Task A_type_that_is_not_imported_is_imported() => Draft.Becomes(
        """
        class C
        {
            void M()
            {
                [|Thread.Sleep(1);|]
            }
        }
        """,
        """
        using System.Diagnostics;

        class C
        {
            void M()
            {
                var watch = Stopwatch.StartNew();
                Thread.Sleep(1);
            }
        }
        """,
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("var watch = global::System.Diagnostics.Stopwatch.StartNew();")));

    [Fact]
    public Task A_name_that_means_something_else_here_is_written_in_full() => Draft.Becomes(
        """
        class C
        {
            class GC;

            void M()
            {
                [|Thread.Sleep(1);|]
            }
        }
        """,
        """
        class C
        {
            class GC;

            void M()
            {
                System.GC.Collect();
                Thread.Sleep(1);
            }
        }
        """,
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();")));

    [Fact]
    public Task Line_ends_stay_those_of_the_file() => Draft.Becomes(
        "class C\r\n{\r\n    void M()\r\n    {\r\n        [|Thread.Sleep(1);|]\r\n    }\r\n}\r\n",
        "class C\r\n{\r\n    void M()\r\n    {\r\n        GC.Collect();\r\n        Thread.Sleep(1);\r\n    }\r\n}\r\n",
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.GC.Collect();")));

    [Fact]
    public Task The_rest_of_a_block_goes_into_a_finally() => Draft.Becomes(
        """
        class C
        {
            void M(Stream stream)
            {
                var x = 1;

                // as long as it goes
                [|while (x < 10)
                {
                    x++; // more
                }|]

                // and now
                stream.Flush(); // bye
            }
        }
        """,
        """
        class C
        {
            void M(Stream stream)
            {
                var x = 1;

                try
                {
                    // as long as it goes
                    while (x < 10)
                    {
                        x++; // more
                    }
                }
                finally
                {
                    // and now
                    stream.Flush(); // bye
                }
            }
        }
        """,
        (finding, editor) => editor.WrapInTryFinally(finding.Around<WhileStatementSyntax>()!, finding.Around<WhileStatementSyntax>()!));

    [Fact]
    public Task Statements_go_to_the_start_and_the_end_of_a_function() => Draft.Becomes(
        """
        class C
        {
            int [|M|]()
            {
                // first
                Thread.Sleep(1);

                // result
                return 1;
            }
        }
        """,
        """
        class C
        {
            int M()
            {
                GC.Collect(0);
                // first
                Thread.Sleep(1);
                GC.Collect(1);

                // result
                return 1;
            }
        }
        """,
        (finding, editor) =>
        {
            var method = finding.Around<MethodDeclarationSyntax>()!;
            editor.AddAtStart(method, finding.Semantics.SymbolOf(method)!, NewCode.Statements("global::System.GC.Collect(0);"));
            editor.AddAtEveryEnd(method, finding.Semantics.SymbolOf(method)!, NewCode.Statements("global::System.GC.Collect(1);"));
        });

    [Fact]
    public Task What_goes_to_the_end_is_passed_by_an_early_return_and_what_goes_to_every_end_is_not() => Draft.Becomes(
        """
        class C
        {
            void [|M|](bool done)
            {
                if (done)
                {
                    return;
                }

                Thread.Sleep(1);
            }
        }
        """,
        """
        class C
        {
            void M(bool done)
            {
                try
                {
                    if (done)
                    {
                        return;
                    }

                    Thread.Sleep(1);
                    GC.Collect(0);
                }
                finally
                {
                    GC.Collect(1);
                }
            }
        }
        """,
        (finding, editor) =>
        {
            var method = finding.Around<MethodDeclarationSyntax>()!;
            editor.AddAtEnd(method, finding.Semantics.SymbolOf(method)!, NewCode.Statements("global::System.GC.Collect(0);"));
            editor.AddAtEveryEnd(method, finding.Semantics.SymbolOf(method)!, NewCode.Statements("global::System.GC.Collect(1);"));
        });

    [Theory]
    [InlineData("void M() /* a */ => /* b */ Thread.Sleep(1) /* c */; // d", "void M() /* a */\n    {\n        GC.Collect();\n        /* b */\n        Thread.Sleep(1); /* c */ // d\n    }")]
    [InlineData("int M() => 1;", "int M()\n    {\n        GC.Collect();\n        return 1;\n    }")]
    [InlineData("int M() => throw new Exception();", "int M()\n    {\n        GC.Collect();\n        throw new Exception();\n    }")]
    [InlineData("async Task M() => await Task.Yield();", "async Task M()\n    {\n        GC.Collect();\n        await Task.Yield();\n    }")]
    [InlineData("async Task<int> M() => await Task.FromResult(1);", "async Task<int> M()\n    {\n        GC.Collect();\n        return await Task.FromResult(1);\n    }")]
    [InlineData("Task M() => Task.CompletedTask;", "Task M()\n    {\n        GC.Collect();\n        return Task.CompletedTask;\n    }")]
    [InlineData("public C() => Thread.Sleep(1);", "public C()\n    {\n        GC.Collect();\n        Thread.Sleep(1);\n    }")]
    public Task Expression_bodies_are_opened(string member, string expected) => Draft.Becomes(
        $$"""
        class C
        {
            [|{{member}}|]
        }
        """,
        $$"""
        class C
        {
            {{expected}}
        }
        """,
        (finding, editor) =>
        {
            var method = finding.Around<BaseMethodDeclarationSyntax>()!;
            editor.AddAtStart(method, finding.Semantics.SymbolOf(method)!, NewCode.Statements("global::System.GC.Collect();"));
        });

    [Theory]
    [InlineData("Action a = () => Thread.Sleep(1); // wait", "Action a = () =>\n{\n    GC.Collect();\n    Thread.Sleep(1);\n}; // wait")]
    [InlineData("Func<int> a = () => 1;", "Func<int> a = () =>\n{\n    GC.Collect();\n    return 1;\n};")]
    [InlineData("Func<Task> a = async () => await Task.Yield();", "Func<Task> a = async () =>\n{\n    GC.Collect();\n    await Task.Yield();\n};")]
    [InlineData("Func<int, Task> a = x => Task.Delay(x);", "Func<int, Task> a = x =>\n{\n    GC.Collect();\n    return Task.Delay(x);\n};")]
    public Task Lambdas_are_opened(string statement, string expected) => Draft.Becomes(
        "[|" + statement + "|]",
        expected,
        (finding, editor) =>
        {
            var lambda = finding.Root.DescendantNodes().OfType<LambdaExpressionSyntax>().First();
            editor.AddAtStart(lambda, finding.Semantics.SymbolOf(lambda)!, NewCode.Statements("global::System.GC.Collect();"));
        });
}
