using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Tests.Gauntlet;

/// <summary>
/// One awkward piece of code: a project, as a text file. Lines that start with <c>//#</c> say what is special about it:
/// <c>file NAME</c> begins another file, <c>assembly NAME</c> another assembly that the files after <c>project</c> reference,
/// <c>without NAME</c> takes references away, <c>broken</c> says that it does not compile, <c>csharp14</c> that older compilers cannot read it.
/// </summary>
internal sealed class GauntletCase
{
    private const string Folder = "tests/ShutdownAnalyzers.Tests/Gauntlet/";

    // Every case is a fork of this project: so the references are read once.
    private static readonly Project Web = OpenWeb();

    private readonly List<(string Name, StringBuilder Text)> files = [];
    private readonly List<(string Name, List<(string Name, StringBuilder Text)> Files)> assemblies = [];
    private readonly List<string> without = [];

    public static IEnumerable<string> Names => Repository.FilesBelow(Folder, "*.cs.txt").Select(static path => path[Folder.Length..^".cs.txt".Length]);

    /// <summary>Whether every compiler the tests run on can make sense of it.</summary>
    public bool Compiles { get; private set; } = true;

    public static GauntletCase Read(string name)
    {
        var result = new GauntletCase();
        var target = result.files;
        target.Add((name + ".cs", new StringBuilder()));
        foreach (var line in Repository.Read(Folder + name + ".cs.txt").Split('\n'))
        {
            switch (line.Split(' '))
            {
                case ["//#", "file", var file]: target.Add((file, new StringBuilder())); break;
                case ["//#", "assembly", var assembly]: result.assemblies.Add((assembly, target = [(assembly + ".cs", new StringBuilder())])); break;
                case ["//#", "project"]: target = result.files; break;
                case ["//#", "without", var reference]: result.without.Add(reference); break;
                case ["//#", "broken"]: result.Compiles = false; break;
                case ["//#", "csharp14"]: result.Compiles &= Code.IsNewestCompiler; break;
                case ["//#", ..]: throw new InvalidOperationException($"{name}: what is '{line}'?");
                default: target[^1].Text.Append(line).Append('\n'); break;
            }
        }

        return result;
    }

    /// <summary>A case of one text that no file holds.</summary>
    public static Project Open(string name, string source) => new GauntletCase() { files = { (name + ".cs", new StringBuilder(source)) } }.Open();

    public Project Open()
    {
        var references = Host.References.Where(it => !without.Any(name => Path.GetFileName(it.Display)!.StartsWith(name, StringComparison.Ordinal))).ToList();
        foreach (var assembly in assemblies)
        {
            var trees = assembly.Files.Select(static file => CSharpSyntaxTree.ParseText(file.Text.ToString(), Code.Parsing, file.Name));
            references.Add(CSharpCompilation.Create(assembly.Name, trees, references, Code.Options).ToMetadataReference());
        }

        var documents = files.Where(static file => file.Text.ToString().Trim().Length > 0).ToArray();
        var kind = documents.Any(static file => Code.KindOf(CSharpSyntaxTree.ParseText(file.Text.ToString(), Code.Parsing).GetRoot()) == OutputKind.ConsoleApplication)
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;

        var project = Web.WithCompilationOptions(Code.Options.WithOutputKind(kind).WithEveryRuleOn());
        project = references.Count == Host.References.Length && assemblies.Count == 0 ? project : project.WithMetadataReferences(references);
        return documents.Aggregate(project, static (it, file) => it.AddDocument(file.Name, SourceText.From(file.Text.ToString()), filePath: file.Name).Project);
    }

    private static Project OpenWeb()
    {
        var id = ProjectId.CreateNewId();
        var workspace = new AdhocWorkspace();
        workspace.AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Gauntlet", "Gauntlet", LanguageNames.CSharp,
            compilationOptions: Code.Options, parseOptions: Code.Parsing, metadataReferences: Host.References));
        var project = workspace.AddDocument(id, "Usings.cs", SourceText.From(Host.Usings)).Project;
        project.GetCompilationAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return project;
    }
}
