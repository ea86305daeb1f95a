namespace ShutdownAnalyzers.Text;

/// <summary>
/// Which functions some code of the project may lead to, by name alone: whatever a function names, it may call. Who is not
/// among them need not be asked who calls it, and who calls that one.
/// </summary>
/// <param name="compilation">The project.</param>
/// <param name="beginnings">The names that a file's part of that code uses or declares. It is told which names are of the project's functions.</param>
internal sealed class NameReach(Compilation compilation, Func<SyntaxIndex, Func<string, bool>, IEnumerable<string>> beginnings)
{
    private readonly Lazy<HashSet<string>> reached = new(() => Follow(compilation.SyntaxTrees.Select(SyntaxIndex.Of).ToList(), beginnings));

    public bool MayLeadTo(IMethodSymbol function) => function.MethodKind switch
    {
        MethodKind.Constructor or MethodKind.StaticConstructor => reached.Value.Contains(function.ContainingType.Name),
        MethodKind.PropertyGet or MethodKind.PropertySet => function.AssociatedSymbol is not { } property || reached.Value.Contains(property.SimpleName()),
        MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation => reached.Value.Contains(function.SimpleName()),
        _ => true,
    };

    private static HashSet<string> Follow(List<SyntaxIndex> files, Func<SyntaxIndex, Func<string, bool>, IEnumerable<string>> beginnings)
    {
        var functions = files.SelectMany(static it => it.Functions).ToLookup(static it => it.Key, static it => it.Value, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(files.SelectMany(it => beginnings(it, functions.Contains)));
        while (rest.Count > 0)
        {
            var name = rest.Pop();
            if (functions.Contains(name) && reached.Add(name))
            {
                foreach (var used in functions[name].SelectMany(static it => it))
                {
                    rest.Push(used);
                }
            }
        }

        return reached;
    }
}
