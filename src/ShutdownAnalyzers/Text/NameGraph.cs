namespace ShutdownAnalyzers.Text;

/// <summary>Which functions of the project may call which, by name alone: a cheap superset of what binding would tell.</summary>
internal sealed class NameGraph
{
    private readonly Lazy<ImmutableArray<SyntaxIndex>> files;
    private readonly Lazy<Dictionary<string, List<FunctionText>>> functions;
    private readonly Lazy<Dictionary<string, List<FunctionText>>> users;

    public NameGraph(Compilation compilation)
    {
        files = new(() => [.. compilation.SyntaxTrees.Select(SyntaxIndex.Of)]);
        functions = new(FindFunctions);
        users = new(FindUsers);
    }

    public ImmutableArray<SyntaxIndex> Files => files.Value;

    /// <summary>The project has a function of this name.</summary>
    public bool Declares(string name) => functions.Value.ContainsKey(name);

    /// <summary>The functions of this name.</summary>
    public IReadOnlyList<FunctionText> Named(string name) => functions.Value.TryGetValue(name, out var found) ? found : [];

    /// <summary>The names of the functions to which these names may lead, those among them that are functions included.</summary>
    public HashSet<string> From(IEnumerable<string> names)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(names);
        while (rest.Count > 0)
        {
            var name = rest.Pop();
            if (functions.Value.TryGetValue(name, out var found) && reached.Add(name))
            {
                foreach (var function in found)
                {
                    foreach (var used in function.Names)
                    {
                        rest.Push(used);
                    }
                }
            }
        }

        return reached;
    }

    /// <summary>The functions that may lead to one of these, and these.</summary>
    public HashSet<FunctionText> To(IEnumerable<FunctionText> ends)
    {
        var found = new HashSet<FunctionText>();
        var rest = new Stack<FunctionText>(ends);
        while (rest.Count > 0)
        {
            var function = rest.Pop();
            if (found.Add(function) && users.Value.TryGetValue(function.Name, out var leading))
            {
                foreach (var user in leading)
                {
                    rest.Push(user);
                }
            }
        }

        return found;
    }

    private Dictionary<string, List<FunctionText>> FindFunctions()
    {
        var found = new Dictionary<string, List<FunctionText>>(StringComparer.Ordinal);
        foreach (var function in Files.SelectMany(static it => it.Functions))
        {
            Add(found, function.Name, function);
        }

        return found;
    }

    private Dictionary<string, List<FunctionText>> FindUsers()
    {
        var found = new Dictionary<string, List<FunctionText>>(StringComparer.Ordinal);
        foreach (var function in Files.SelectMany(static it => it.Functions))
        {
            foreach (var name in function.Names)
            {
                if (Declares(name))
                {
                    Add(found, name, function);
                }
            }
        }

        return found;
    }

    private static void Add(Dictionary<string, List<FunctionText>> index, string name, FunctionText function)
    {
        if (!index.TryGetValue(name, out var list))
        {
            index.Add(name, list = []);
        }

        list.Add(function);
    }
}
