using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Tests;

/// <summary>All rules together over whole programs: every hazard is found, and nothing else is said.</summary>
public sealed class ProgramsTests(ITestOutputHelper output)
{
    private static readonly ConcurrentDictionary<string, Task<string[]>> Verdicts = new();

    private const string Folder = "tests/ShutdownAnalyzers.Tests/Programs/";

    public static TheoryData<string> Programs => [.. Repository.FilesBelow(Folder, "*.cs").Select(static path => path[Folder.Length..])];

    [Theory, MemberData(nameof(Programs))]
    public void Program_compiles_and_its_marks_are_read(string name)
    {
        var program = Open(name);
        Expect.Nothing(program.Misspelt);
        Expect.Nothing(Code.ErrorsOf(program.Compile()));
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task Program_is_judged_as_it_is_marked(string name) => Expect.Nothing(await VerdictOn(name));

    [Fact]
    public async Task Summary()
    {
        var programs = Programs.Select(static it => Open(it.Data)).ToArray();
        var verdicts = (await Task.WhenAll(Programs.Select(static it => VerdictOn(it.Data)))).SelectMany(static it => it).ToArray();

        var hazards = programs.Sum(static it => it.Marks.DistinctBy(static mark => mark.Label).Count());
        var missed = verdicts.Count(static it => it.StartsWith("missed", StringComparison.Ordinal));
        output.WriteLine($"{programs.Length} programs, {hazards - missed} of {hazards} hazards found, {verdicts.Length - missed} false alarms");

        Assert.NotEqual(0, hazards);
        Expect.Nothing(verdicts);
    }

    private static MarkedProgram Open(string name) => new(Folder + name);

    private static Task<string[]> VerdictOn(string name)
        => Verdicts.GetOrAdd(name, static async it =>
        {
            var program = Open(it);
            return [.. program.Judge(await program.Compile().FindingsAsync())];
        });
}
