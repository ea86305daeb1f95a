using ShutdownAnalyzers.Benchmarks;

// What the package costs beside its peers. Without arguments: BenchmarkDotNet. --quick: the same table in minutes.
// --rules: only the shares of our rules. Names of packages after --quick leave the others out.
switch (args)
{
    case ["--quick", .. var names]:
        Console.WriteLine(await Comparison.RunAsync(names));
        Console.WriteLine(await OneRun.RunAsync(names));
        Console.WriteLine(await RuleShares.RunAsync());
        break;
    case ["--rules"]:
        Console.WriteLine(await RuleShares.RunAsync());
        break;
    default:
        Console.WriteLine(PackageBenchmarks.RunAll());
        Console.WriteLine(await OneRun.RunAsync([]));
        Console.WriteLine(await RuleShares.RunAsync());
        break;
}
