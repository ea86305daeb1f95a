using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests;

/// <summary>One row of the catalogue; its field is named after the hazard.</summary>
internal sealed record Row(string Hazard, DiagnosticDescriptor Rule)
{
    public bool HasFix => Product.Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(Rule.Id));
}

/// <summary>The product as tests see it: its rows, its analyzers, its fixes, found as a compiler and an editor find them.</summary>
internal static class Product
{
    public static readonly ImmutableArray<Row> Rows =
        [.. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => new Row(field.Name, (DiagnosticDescriptor)field.GetValue(null)!))];

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [.. All<DiagnosticAnalyzer>(typeof(ShutdownAnalyzer).Assembly)];

    public static readonly ImmutableArray<CodeFixProvider> Fixes = [.. All<CodeFixProvider>(typeof(Finding).Assembly)];

    public static Row Row(string id) => Rows.Single(row => row.Rule.Id == id);

    public static IEnumerable<DiagnosticAnalyzer> AnalyzersOf(string id)
        => Analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));

    private static IEnumerable<T> All<T>(Assembly assembly)
        => assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(T).IsAssignableFrom(type)).Select(static type => (T)Activator.CreateInstance(type)!);
}
