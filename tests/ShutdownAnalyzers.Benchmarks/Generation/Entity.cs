namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>What a group of files is about: one noun of a business, its fields, and the dice that vary its files.</summary>
internal sealed class Entity(string project, string name, ImmutableArray<Field> fields, Random dice)
{
    public string Name => name;

    public string Camel { get; } = char.ToLowerInvariant(name[0]) + name[1..];

    public string Plural { get; } = name.EndsWith('y') ? name[..^1] + "ies" : name.EndsWith('s') ? name + "es" : name + "s";

    public string Route => Plural.ToLowerInvariant();

    public string Namespace { get; } = $"{project}.{name}Area";

    public ImmutableArray<Field> Fields => fields;

    public IEnumerable<Field> Texts => fields.Where(static it => it.IsText);

    public IEnumerable<Field> Numbers => fields.Where(static it => it.IsNumber);

    /// <summary>One of these, by chance.</summary>
    public T Any<T>(params ReadOnlySpan<T> choices) => choices[dice.Next(choices.Length)];

    /// <summary>This many of these, by chance, in their order.</summary>
    public IEnumerable<T> Some<T>(int count, IReadOnlyCollection<T> choices)
    {
        var chosen = Enumerable.Range(0, choices.Count).OrderBy(_ => dice.Next()).Take(count).ToHashSet();
        return choices.Where((_, index) => chosen.Contains(index)).ToArray();
    }

    public int Number(int from, int to) => dice.Next(from, to);

    /// <summary>It happens to one in this many.</summary>
    public bool OneIn(int many) => dice.Next(many) == 0;

    /// <summary>The lines of all fields, or of those given, indented.</summary>
    public string Each(IEnumerable<Field> these, int indent, Func<Field, string> line) => string.Join("\n", these.Select(it => new string(' ', indent) + line(it)));

    /// <inheritdoc cref="Each(IEnumerable{Field}, int, Func{Field, string})"/>
    public string Each(int indent, Func<Field, string> line) => Each(fields, indent, line);
}
