using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Proofs;

/// <summary>What the rules of the package report in a program, and what their fixes make of it.</summary>
internal static class RuleBook
{
    private static readonly ImmutableHashSet<string> Ids = [.. Product.Analyzers.SelectMany(it => it.SupportedDiagnostics).Select(it => it.Id)];

    /// <summary>What any rule reports in the program. A rule that fails is an error, not silence.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(Specimen program, CancellationToken cancellation)
    {
        var compilation = await program.CompileAsync(cancellation);
        var found = await compilation
            .WithAnalyzers(Product.Analyzers, program.Document.Project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync(cancellation);
        return found.FirstOrDefault(it => !Ids.Contains(it.Id)) is { } failure
            ? throw new ProofException(failure.ToString())
            : [.. found.OrderBy(it => it.Location.SourceSpan.Start)];
    }

    /// <summary>Applies the rule's own fix, as often as the rule reports, and checks that it has cured the program.</summary>
    public static async Task<Specimen> RepairAsync(Specimen program, string rule, int action, CancellationToken cancellation)
    {
        var before = await FindAsync(program, cancellation);
        var left = before;
        if (left.All(it => it.Id != rule))
        {
            throw new ProofException($"{rule} does not report the hazard");
        }

        for (var round = 0; left.FirstOrDefault(it => it.Id == rule) is { } finding; round++)
        {
            if (round == before.Length)
            {
                throw new ProofException($"the fix of {rule} does not cure {finding}:\n{await program.Document.GetTextAsync(cancellation)}");
            }

            program = await ApplyAsync(program, finding, action, cancellation);
            left = await FindAsync(program, cancellation);
        }

        return left.FirstOrDefault(it => before.All(old => old.Id != it.Id)) is { } added
            ? throw new ProofException($"the fix of {rule} adds {added}:\n{await program.Document.GetTextAsync(cancellation)}")
            : program;
    }

    private static async Task<Specimen> ApplyAsync(Specimen program, Diagnostic finding, int action, CancellationToken cancellation)
    {
        var offered = new List<CodeAction>();
        foreach (var provider in Product.Fixes.Where(it => it.FixableDiagnosticIds.Contains(finding.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(program.Document, finding, (it, _) => offered.Add(it), cancellation));
        }

        if (offered.Count <= action)
        {
            throw new ProofException($"no fix is offered for {finding}");
        }

        var operations = await offered[action].GetOperationsAsync(cancellation);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return new Specimen(changed.GetDocument(program.Document.Id)!);
    }
}
