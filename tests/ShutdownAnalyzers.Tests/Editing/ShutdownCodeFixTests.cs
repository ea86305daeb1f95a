using Check = ShutdownAnalyzers.Tests.Check<ShutdownAnalyzers.Tests.Editing.BadCallAnalyzer, ShutdownAnalyzers.Tests.Editing.BadCallCodeFix>;
using Renaming = ShutdownAnalyzers.Tests.Check<ShutdownAnalyzers.Tests.Editing.BadCallAnalyzer, ShutdownAnalyzers.Tests.Editing.RenamingCodeFix>;
using Stopping = ShutdownAnalyzers.Tests.Check<ShutdownAnalyzers.Tests.Editing.MissingStopAnalyzer, ShutdownAnalyzers.Tests.Editing.MissingStopCodeFix>;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class ShutdownCodeFixTests
{
    private const string Calls =
        """

        static class Calls
        {
            public static int Bad(params string[] writes) => writes.Length;
            public static int Worse() => 0;
            public static int Good() => 1;
        }
        """;

    [Fact]
    public Task A_repair_that_cures_is_offered() => Check.Fixes(
        """class C { int M() => [|Calls.Bad("Calls.Good()")|]; }""" + Calls,
        """class C { int M() => Calls.Good(); }""" + Calls);

    [Fact]
    public Task A_repair_that_does_not_compile_is_not_offered() => Check.Reports(
        """class C { int M() => [|Calls.Bad("Calls.Missing()")|]; }""" + Calls);

    [Fact]
    public Task A_repair_that_leaves_the_finding_is_not_offered() => Check.Reports(
        """class C { int M() => [|Calls.Bad("Calls.Bad()")|]; }""" + Calls);

    [Fact]
    public Task A_repair_that_brings_another_finding_is_not_offered() => Check.Reports(
        """class C { int M() => [|Calls.Bad("Calls.Worse()")|]; }""" + Calls);

    [Fact]
    public Task A_repair_that_loses_a_comment_is_not_offered() => Check.Reports(
        """class C { int M() => [|Calls.Bad(/* why */ "Calls.Good()")|]; }""" + Calls);

    [Fact]
    public Task A_repair_that_moves_a_comment_is_offered() => Check.Fixes(
        """class C { int M() => /* why */ [|Calls.Bad("Calls.Good()")|] /* so */; }""" + Calls,
        """class C { int M() => /* why */ Calls.Good() /* so */; }""" + Calls);

    [Fact]
    public Task A_repair_that_changes_nothing_is_not_offered() => Check.Reports(
        """class C { int M() => [|Calls.Bad("")|]; }""" + Calls);

    [Fact]
    public Task The_next_repair_stands_in_for_one_that_is_refused() => Check.Fixes(
        """class C { int M() => [|Calls.Bad("Calls.Missing()", "Calls.Good()")|]; }""" + Calls,
        """class C { int M() => Calls.Good(); }""" + Calls);

    [Fact]
    public Task Errors_and_findings_that_were_there_before_do_not_count() => Check.Fixes(
        """
        class C
        {
            int L() => {|CS0103:missing|} + {|SHUT101:Calls.Worse()|} + {|SHUT101:Calls.Worse()|};
            int M() => [|Calls.Bad("Calls.Good()")|];
            int N() => {|CS0103:missing|} + {|SHUT101:Calls.Worse()|};
        }
        """ + Calls,
        """
        class C
        {
            int L() => {|CS0103:missing|} + {|SHUT101:Calls.Worse()|} + {|SHUT101:Calls.Worse()|};
            int M() => Calls.Good();
            int N() => {|CS0103:missing|} + {|SHUT101:Calls.Worse()|};
        }
        """ + Calls);

    [Fact]
    public Task All_are_fixed_as_one_by_one_and_those_without_a_repair_stay() => Check.Fixes(
        """
        class C
        {
            int L() => [|Calls.Bad("Calls.Good()")|] + [|Calls.Bad("Calls.Missing()")|];
            int M() => [|Calls.Bad([|Calls.Bad("Calls.Good()")|].ToString(), "Calls.Good()")|];
            int N() => [|Calls.Bad("Calls.Good()")|];
        }
        """ + Calls,
        """
        class C
        {
            int L() => Calls.Good() + [|Calls.Bad("Calls.Missing()")|];
            int M() => Calls.Good();
            int N() => Calls.Good();
        }
        """ + Calls);

    [Fact]
    public Task Edits_in_other_documents_belong_to_the_repair() => Renaming.Fixes(
        """
        static class Uses
        {
            public static int Call() => Program.Run();
        }

        //-- Program.cs
        static class Program
        {
            public static int Run() => [|Bad()|];
            static int Bad() => 0;
            static int Good() => 0;
        }
        """,
        """
        static class Uses
        {
            public static int Call() => Program.Fine();
        }

        //-- Program.cs
        static class Program
        {
            public static int Fine() => Good();
            static int Bad() => 0;
            static int Good() => 0;
        }
        """);

    [Fact]
    public Task A_private_member_is_renamed_without_looking_elsewhere() => Renaming.Fixes(
        """
        static class Program
        {
            static int Run() => [|Bad()|];
            static int Bad() => 0;
            static int Good() => 0;
        }
        """,
        """
        static class Program
        {
            static int Fine() => Good();
            static int Bad() => 0;
            static int Good() => 0;
        }
        """);

    [Fact]
    public Task Rules_about_types_in_parts_are_judged_too() => Stopping.Fixes(
        """
        partial class A { }
        partial class ADeaf { public void {|FAKE1:Start|}() { } }

        //-- B.cs
        partial class A { public void {|FAKE1:Start|}() { } }
        partial class ADeaf { }
        """,
        """
        partial class A { }
        partial class ADeaf { public void {|FAKE1:Start|}() { } }

        //-- B.cs
        partial class A { public void Start() { }

            public void Stop() { }
        }
        partial class ADeaf { }
        """);

    [Fact]
    public Task Rules_about_the_whole_compilation_are_judged_too() => Stopping.Fixes(
        """
        class Late { public void {|FAKE2:Start|}() { } }
        class LateDeaf { public void {|FAKE2:Start|}() { } }
        """,
        """
        class Late { public void Start() { }

            public void Stop() { }
        }
        class LateDeaf { public void {|FAKE2:Start|}() { } }
        """);
}
