namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>One property of an entity.</summary>
internal sealed record Field(string Type, string Name)
{
    public string Camel => char.ToLowerInvariant(Name[0]) + Name[1..];

    public bool IsText => Type is "string" or "string?";

    public bool IsNumber => Type is "int" or "long" or "decimal" or "double";
}
