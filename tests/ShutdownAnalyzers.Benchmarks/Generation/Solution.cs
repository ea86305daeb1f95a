namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>
/// The code that is measured: services as they are found in companies, each a program of its own. The same code every time.
/// One type in ten is a hosted service or holds endpoints; most are as they should be, some have a hazard.
/// </summary>
internal static class Solution
{
    private const int EntitiesPerProject = 17;

    private static readonly string[] Projects = ["Ordering", "Billing", "Logistics", "Support"];

    // What is written for each entity: one purpose each.
    private static readonly (string Name, Func<Entity, string> Write)[] Templates =
    [
        ("", Data.Entity), ("Requests", Data.Requests), ("Options", Data.Options), ("Status", Data.Status), ("Exception", Data.Exception),
        ("Repository", Storage.Repository), ("SqlRepository", Storage.SqlRepository), ("Cache", Storage.Cache), ("Exporter", Storage.Exporter), ("Importer", Storage.Importer),
        ("Mapper", Logic.Mapper), ("Validator", Logic.Validator), ("Service", Services.Service), ("Calculator", Logic.Calculator), ("Comparer", Logic.Comparer),
        ("Report", Logic.Report), ("Parser", Logic.Parser), ("Query", Logic.Query), ("Client", Services.Client), ("Notifier", Services.Notifier),
        ("Lock", Services.Lock), ("Metrics", Services.Metrics), ("Handlers", Services.Handlers), ("Queue", Workers.Queue),
    ];

    private static readonly (string Name, Func<Entity, string> Write)[] Served =
    [
        ("Endpoints", Endpoints.Minimal), ("Controller", Endpoints.Controller), ("Worker", Workers.Worker),
    ];

    public static ImmutableArray<ImmutableArray<SourceFile>> Files { get; } = [.. Projects.Select(static (name, index) => FilesOf(name, index).ToImmutableArray())];

    private static IEnumerable<SourceFile> FilesOf(string project, int index)
    {
        var dice = new Random(20_26 + index);
        var names = Dictionary.Qualifiers.SelectMany(static qualifier => Dictionary.Nouns.Select(noun => qualifier + noun)).OrderBy(_ => dice.Next()).Take(EntitiesPerProject).ToArray();
        var entities = names.Select(name => new Entity(project, name, FieldsOf(dice), dice)).ToArray();
        yield return new($"{project}/Program.cs", Startup.Program(project, entities), IsServed: false);
        foreach (var entity in entities)
        {
            foreach (var (name, write) in Templates)
            {
                yield return new($"{project}/{entity.Name}/{entity.Name}{name}.cs", write(entity), IsServed: false);
            }

            foreach (var (name, write) in Served)
            {
                yield return new($"{project}/{entity.Name}/{entity.Name}{name}.cs", write(entity), IsServed: true);
            }
        }
    }

    private static ImmutableArray<Field> FieldsOf(Random dice)
        => [.. Dictionary.Fields.OrderBy(_ => dice.Next()).Take(dice.Next(8, 16)), new("string", "Number"), new("decimal", "Amount"), new("int", "Count")];
}
