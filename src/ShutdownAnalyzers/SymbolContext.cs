namespace ShutdownAnalyzers;

/// <summary>A symbol that a rule looks at, and a file that declares it, a part of it at least.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="File">The file.</param>
internal readonly record struct SymbolContext(ISymbol Symbol, SemanticModelAnalysisContext File)
{
    /// <summary>Reports what is found of the symbol in this file. Each part of a partial type has a turn; what is found elsewhere is told at the first.</summary>
    public void ReportDiagnostic(Diagnostic diagnostic)
    {
        var (here, there) = (File.SemanticModel.SyntaxTree, diagnostic.Location.SourceTree);
        if (here == there || (!Symbol.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == there) && Symbol.DeclaringSyntaxReferences[0].SyntaxTree == here))
        {
            File.ReportDiagnostic(diagnostic);
        }
    }
}
