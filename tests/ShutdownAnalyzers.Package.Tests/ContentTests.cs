using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ShutdownAnalyzers.Package.Tests;

/// <summary>What is in the package, to the file.</summary>
public sealed class ContentTests(PackedProduct product)
{
    private const string Dlls = "analyzers/dotnet/cs/";

    // What a compiler of the floor's version carries; the dlls may ask for no more than that.
    private static readonly Dictionary<string, Version> Carried = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = Floor,
        ["Microsoft.CodeAnalysis.CSharp"] = Floor,
        ["Microsoft.CodeAnalysis.Workspaces"] = Floor,
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = Floor,
        ["System.Collections.Immutable"] = new(9, 0, 0, 0),
        ["System.Composition.AttributedModel"] = new(9, 0, 0, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
        ["System.Runtime.CompilerServices.Unsafe"] = new(6, 0, 0, 0),
        ["System.Threading.Tasks.Extensions"] = new(4, 2, 0, 1),
    };

    private static Version Floor => new(PackedProduct.Metadata("RoslynFloor") + ".0");

    [Fact]
    public void Package_has_exactly_these_files()
    {
        using var package = product.Open();
        var docs = Path.Combine(PackedProduct.Repository, "docs");
        string[] expected =
        [
            "LICENSE",
            "README.md",
            "ShutdownAnalyzers.nuspec",
            "[Content_Types].xml",
            "_rels/.rels",
            Dlls + "ShutdownAnalyzers.CodeFixes.dll",
            Dlls + "ShutdownAnalyzers.dll",
            "build/ShutdownAnalyzers.props",
            "buildTransitive/ShutdownAnalyzers.props",
            "buildTransitive/all.globalconfig",
            "buildTransitive/none.globalconfig",
            "buildTransitive/strict.globalconfig",
            "icon.png",
            .. Directory.GetFiles(docs, "*.md", SearchOption.AllDirectories).Select(path => "docs/" + Path.GetRelativePath(docs, path).Replace('\\', '/')),
        ];

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            package.Entries.Select(static it => it.FullName).Where(static it => !it.StartsWith("package/services/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_has_a_page_for_every_rule()
    {
        using var package = product.Open();
        Assert.DoesNotContain(Catalogue.Rules.Select(static rule => $"docs/rules/{rule.Id}.md"), page => package.GetEntry(page) is null);
    }

    [Theory, InlineData("ShutdownAnalyzers.dll"), InlineData("ShutdownAnalyzers.CodeFixes.dll")]
    public void Dll_loads_in_the_oldest_compiler_we_promise(string dll)
    {
        using var package = product.Open();
        using var copy = new MemoryStream();
        using (var entry = package.GetEntry(Dlls + dll)!.Open())
        {
            entry.CopyTo(copy);
        }

        copy.Position = 0;
        using var file = new PEReader(copy);
        var reader = file.GetMetadataReader();
        var references = reader.AssemblyReferences.Select(reader.GetAssemblyReference).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            var name = reader.GetString(reference.Name);
            Assert.True(name == "ShutdownAnalyzers" || Carried.GetValueOrDefault(name) >= reference.Version, $"{name} {reference.Version} is not in every compiler we promise to load in");
        });
    }

    [Fact]
    public void Manifest_says_what_a_reader_of_the_feed_needs()
    {
        using var package = product.Open();
        using var manifest = package.GetEntry("ShutdownAnalyzers.nuspec")!.Open();
        var metadata = XDocument.Load(manifest).Root!.Elements().Single();
        var values = metadata.Elements().ToLookup(static it => it.Name.LocalName, static it => it.Value);

        Assert.Equal(product.Version, values["version"].Single());
        Assert.Equal("true", values["developmentDependency"].Single());
        Assert.Equal("MIT", values["license"].Single());
        Assert.Equal("icon.png", values["icon"].Single());
        Assert.Equal("README.md", values["readme"].Single());
        Assert.NotEmpty(values["description"].Single());
        Assert.Empty(values["dependencies"]);

        var repository = metadata.Elements().Single(static it => it.Name.LocalName == "repository");
        Assert.StartsWith(repository.Attribute("url")!.Value + "/", Rules.Pages, StringComparison.Ordinal);
        Assert.NotEmpty(repository.Attribute("commit")!.Value);
    }

    [Fact]
    public void Links_of_the_readme_work_where_the_package_is_shown()
    {
        using var package = product.Open();
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        var readme = reader.ReadToEnd();

        Assert.DoesNotMatch(@"\]\((?!https?:|#)", readme);
        Assert.Contains($"]({Rules.Pages}SHUT101.md)", readme, StringComparison.Ordinal);
    }
}
