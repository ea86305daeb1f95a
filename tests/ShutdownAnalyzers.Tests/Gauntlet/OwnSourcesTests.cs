using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Tests.Gauntlet;

/// <summary>The product's own code: large, modern, and without a service in it.</summary>
public sealed class OwnSourcesTests
{
    [Fact]
    public async Task The_product_has_no_finding_in_its_own_code()
    {
        var compilation = CSharpCompilation.Create("Product", Sources(), References(), Code.Options.WithEveryRuleOn());
        Expect.Nothing(Code.ErrorsOf(compilation));
        Expect.Nothing((await compilation.FindingsAsync()).Select(static it => it.ToString()));
    }

    private static IEnumerable<SyntaxTree> Sources()
        => Repository.FilesBelow("src", "*.cs").Select(static path => (Path: path, Text: Repository.Read(path)))
            .Append((Path: "Usings.cs", Text: string.Concat(Usings().Select(static it => $"global using {it};\n"))))
            .Select(static file => CSharpSyntaxTree.ParseText(file.Text, Code.Parsing, file.Path));

    // The usings of both projects, and those the SDK adds.
    private static IEnumerable<string> Usings()
        => Repository.FilesBelow("src", "*.csproj")
            .SelectMany(static path => XDocument.Parse(Repository.Read(path)).Descendants("Using").Select(static it => it.Attribute("Include")?.Value))
            .OfType<string>()
            .Concat(["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"])
            .Distinct();

    // What this process runs on, less the product itself and the test framework, whose presence would silence every rule.
    private static IEnumerable<MetadataReference> References()
        => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("ShutdownAnalyzers", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
            .Select(static path => MetadataReference.CreateFromFile(path));
}
