using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ShutdownAnalyzers.Package.Tests;

internal static class Catalogue
{
    public static readonly DiagnosticDescriptor[] Rules =
        [.. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => (DiagnosticDescriptor)field.GetValue(null)!)];
}
