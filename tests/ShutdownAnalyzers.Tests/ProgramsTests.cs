using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Tests;

/// <summary>
/// All rules together over whole programs, those that are off too: every hazard is found, and nothing else is said. The programs were
/// written by people who had not seen the analyzers.
/// </summary>
public sealed class ProgramsTests(ITestOutputHelper output)
{
    private const string Folder = "tests/ShutdownAnalyzers.Tests/Programs/";

    private static readonly ConcurrentDictionary<string, Task<string[]>> Verdicts = new();

    public static TheoryData<string> Programs => [.. Repository.FilesBelow(Folder, "*.cs").Select(static path => path[Folder.Length..])];

    // What is known to be missed, a line each. Whoever finds one of them takes its line out.
    private static string[] Missed => [.. Repository.Read(Folder + "missed.txt").Split('\n').Where(static it => it.Length > 0 && it[0] != '#')];

    [Theory, MemberData(nameof(Programs))]
    public async Task Program_is_judged_as_it_is_marked(string name)
    {
        var program = Open(name);
        Expect.Nothing(program.Misspelt);
        Expect.Nothing(Code.ErrorsOf(program.Compile()));
        Assert.Equal(Missed.Where(it => it.StartsWith(name + ": ", StringComparison.Ordinal)), (await VerdictOn(name)).Select(it => $"{name}: {it}"));
    }

    [Fact]
    public async Task Summary()
    {
        var programs = Programs.Select(static it => Open(it.Data)).ToArray();
        var verdicts = (await Task.WhenAll(Programs.Select(static it => VerdictOn(it.Data)))).SelectMany(static it => it).ToArray();

        var hazards = programs.Sum(static it => it.Hazards.Count());
        var missed = verdicts.Count(static it => it.StartsWith("missed", StringComparison.Ordinal));
        output.WriteLine($"{programs.Length} programs, {hazards - missed} of {hazards} hazards found, {verdicts.Length - missed} false alarms");

        Assert.NotEqual(0, hazards);
        Assert.Equal(Missed.Length, verdicts.Length);
    }

    private static MarkedProgram Open(string name) => new(Folder + name);

    private static Task<string[]> VerdictOn(string name)
        => Verdicts.GetOrAdd(name, static async it =>
        {
            var program = Open(it);
            return [.. program.Judge(await program.Compile().WithEveryRuleOn().FindingsAsync())];
        });
}
