using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Which functions of the project may call which, by name alone: a cheap superset of what binding would tell.</summary>
internal sealed class NameGraph
{
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> callees = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> variables = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<SyntaxIndex>> files;
    private readonly Lazy<Dictionary<string, List<FunctionText>>> functions;
    private readonly Lazy<Dictionary<string, List<SyntaxIndex>>> filesByName;

    public NameGraph(Compilation compilation)
    {
        files = new(() => [.. compilation.SyntaxTrees.Select(SyntaxIndex.Of)]);
        functions = new(FindFunctions);
        filesByName = new(FindFiles);
    }

    public ImmutableArray<SyntaxIndex> Files => files.Value;

    /// <summary>The files in which the name stands.</summary>
    public IReadOnlyList<SyntaxIndex> FilesWith(string name) => filesByName.Value.TryGetValue(name, out var found) ? found : [];

    /// <summary>The project has a function of this name.</summary>
    public bool Declares(string name) => functions.Value.ContainsKey(name);

    /// <summary>The project has a method or local function of this name.</summary>
    public bool DeclaresMethod(string name) => Named(name).Any(static it => it.Nodes.Any(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax));

    /// <summary>The functions of this name.</summary>
    public IReadOnlyList<FunctionText> Named(string name) => functions.Value.TryGetValue(name, out var found) ? found : [];

    /// <summary>The project has a field, property, parameter or variable of this name.</summary>
    public bool DeclaresVariable(string name) => variables.GetOrAdd(name, it => FilesWith(it).Any(file => file.DeclaresVariable(it)));

    /// <summary>The names of the functions which the functions of this name may call.</summary>
    public ImmutableArray<string> CalleesOf(string name) => callees.GetOrAdd(name, it => [.. Named(it).SelectMany(CalleesOf).Distinct()]);

    /// <summary>The names of the functions which this one may call.</summary>
    public IEnumerable<string> CalleesOf(FunctionText function) => function.Names.Where(functions.Value.ContainsKey);

    /// <summary>The names of the functions to which these names may lead, those among them that are functions included.</summary>
    public HashSet<string> From(IEnumerable<string> names)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(names);
        while (rest.Count > 0)
        {
            var name = rest.Pop();
            if (Declares(name) && reached.Add(name))
            {
                foreach (var callee in CalleesOf(name))
                {
                    rest.Push(callee);
                }
            }
        }

        return reached;
    }

    private Dictionary<string, List<FunctionText>> FindFunctions()
    {
        var found = new Dictionary<string, List<FunctionText>>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            foreach (var function in file.Functions)
            {
                Add(found, function.Name, function);
            }
        }

        return found;
    }

    private Dictionary<string, List<SyntaxIndex>> FindFiles()
    {
        var found = new Dictionary<string, List<SyntaxIndex>>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            foreach (var word in file.Words.Distinct)
            {
                Add(found, word, file);
            }
        }

        return found;
    }

    private static void Add<T>(Dictionary<string, List<T>> index, string name, T one)
    {
        if (!index.TryGetValue(name, out var list))
        {
            index.Add(name, list = []);
        }

        list.Add(one);
    }
}
