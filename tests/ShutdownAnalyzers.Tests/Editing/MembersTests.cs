using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class MembersTests
{
    [Theory]
    [InlineData("", "_stopping")]
    [InlineData("private int _x;", "_stopping")]
    [InlineData("private int x;", "stopping")]
    [InlineData("private const int X = 1; private static readonly int Y = 2;", "_stopping")]
    [InlineData("private int x; int M() => stopping; int stopping => 1;", "stopping2")]
    [InlineData("void M() { int _stopping = 1; }", "_stopping2")]
    public async Task A_field_s_name_follows_the_others(string members, string expected)
    {
        var (finding, _) = await Draft.Of($"class [|C|] {{ {members} }}");
        Assert.Equal(expected, Members.FieldName(Type(finding), "stopping"));
    }

    [Fact]
    public Task A_field_goes_behind_the_first_fields() => Draft.Becomes(
        """
        class [|C|]
        {
            // The number.
            private readonly int _x = 1; // one
            private readonly int _y = 2;

            int M() => _x + _y;

            private int _late;
            int N() => _late++;
        }
        """,
        """
        class C
        {
            // The number.
            private readonly int _x = 1; // one
            private readonly int _y = 2;
            private readonly CancellationTokenSource _z = new CancellationTokenSource();

            int M() => _x + _y;

            private int _late;
            int N() => _late++;
        }
        """,
        (finding, editor) => editor.AddField(finding.Around<TypeDeclarationSyntax>()!, Field));

    [Fact]
    public Task The_first_field_goes_to_the_top() => Draft.Becomes(
        """
        class [|C|]
        {
            // Does it.
            void M() { }
        }
        """,
        """
        class C
        {
            private readonly CancellationTokenSource _z = new CancellationTokenSource();

            // Does it.
            void M() { }
        }
        """,
        (finding, editor) => editor.AddField(finding.Around<TypeDeclarationSyntax>()!, Field));

    [Fact]
    public Task A_type_without_braces_gets_them() => Draft.Becomes(
        """
        class [|C|](int x) : List<int>(x); // list
        """,
        """
        class C(int x) : List<int>(x)
        {
            private readonly CancellationTokenSource _z = new CancellationTokenSource();
        } // list
        """,
        (finding, editor) => editor.AddField(finding.Around<TypeDeclarationSyntax>()!, Field));

    [Fact]
    public Task A_method_goes_to_the_end_but_before_nested_types() => Draft.Becomes(
        """
        class [|C|]
        {
            void M() { } // m

            class Inner { }
        }
        """,
        """
        class C
        {
            void M() { } // m

            void N()
            {
                GC.Collect();
            }

            class Inner { }
        }
        """,
        (finding, editor) => editor.AddMember(finding.Around<TypeDeclarationSyntax>()!, NewCode.Member("void N()\n{\nglobal::System.GC.Collect();\n}")));

    [Theory]
    [InlineData("class [|C|] { }", "class C : IDisposable { }")]
    [InlineData("class [|C|]<T> where T : class { }", "class C<T> : IDisposable where T : class { }")]
    [InlineData("class [|C|] : List<int> { }", "class C : List<int>, IDisposable { }")]
    [InlineData("class [|C|] // c\n{\n}", "class C : IDisposable // c\n{\n}")]
    [InlineData("class [|C|]\n    : List<int>, // list\n      IEnumerable<int> // items\n{\n}", "class C\n    : List<int>, // list\n      IEnumerable<int>,\n      IDisposable // items\n{\n}")]
    public async Task An_interface_is_added(string source, string expected)
    {
        var actual = await Draft.Edited(source, async (finding, solution) =>
            (await solution.GetDocumentEditorAsync(finding.Document.Id)).AddInterface(finding.Around<TypeDeclarationSyntax>()!, "global::System.IDisposable"));
        Assert.Equal(expected, actual.Text);
    }

    private static MemberDeclarationSyntax Field => NewCode.Member("private readonly global::System.Threading.CancellationTokenSource _z = new global::System.Threading.CancellationTokenSource();");

    private static INamedTypeSymbol Type(Finding finding) => (INamedTypeSymbol)finding.Semantics.GetDeclaredSymbol(finding.Around<TypeDeclarationSyntax>()!)!;
}
