using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class ImportsTests
{
    [Theory]
    [InlineData("", "using System.Diagnostics;\n\n")]
    [InlineData("using System.Buffers;\nusing System.Text;\n\n", "using System.Buffers;\nusing System.Diagnostics;\nusing System.Text;\n\n")]
    [InlineData("// Copyright\nusing System.Text;\n\n", "// Copyright\nusing System.Diagnostics;\nusing System.Text;\n\n")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\n\n", "using System.Diagnostics;\nusing Microsoft.AspNetCore.Mvc;\n\n")]
    [InlineData("using static System.Math;\nusing X = System.Int32;\n\n", "using System.Diagnostics;\nusing static System.Math;\nusing X = System.Int32;\n\n")]
    [InlineData("// Copyright\n// All rights\n\n/// <summary>C</summary>\n", "// Copyright\n// All rights\n\nusing System.Diagnostics;\n\n/// <summary>C</summary>\n")]
    [InlineData("// C does this\n", "using System.Diagnostics;\n\n// C does this\n")]
    [InlineData("#nullable enable\n\n", "#nullable enable\n\nusing System.Diagnostics;\n\n")]
    [InlineData("namespace N;\n\nusing System.Text;\n\n", "namespace N;\n\nusing System.Diagnostics;\nusing System.Text;\n\n")]
    [InlineData("namespace N;\n\n", "using System.Diagnostics;\n\nnamespace N;\n\n")]
    public Task A_missing_using_is_added_in_its_place(string head, string expected) => Draft.Becomes(
        head + "class C\n{\n    void M()\n    {\n        [|GC.Collect();|]\n    }\n}\n",
        expected + "class C\n{\n    void M()\n    {\n        Stopwatch.StartNew();\n        GC.Collect();\n    }\n}\n",
        (finding, editor) => editor.AddBefore(finding.Around<StatementSyntax>()!, NewCode.Statements("global::System.Diagnostics.Stopwatch.StartNew();")));
}
