namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT110: the type cancels its source where it stops; that place is written where it is missing.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SourceNeverCancelledCodeFix))]
public sealed class SourceNeverCancelledCodeFix() : ShutdownCodeFix(Rules.SourceNeverCancelled)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<VariableDeclaratorSyntax>() is not { } declarator
            || finding.Semantics.GetDeclaredSymbol(declarator, finding.Cancellation) is not IFieldSymbol { IsStatic: false } field
            || StopPath.Of(field.ContainingType, declarator, finding.Model) is not { } stop)
        {
            return [];
        }

        var name = Names.Escaped(field.Name);
        var cancel = field.NullableAnnotation == NullableAnnotation.Annotated ? $"{name}?.Cancel();" : $"{name}.Cancel();";
        return [new Repair($"Cancel '{field.Name}' when stopping", "cancel", solution => new StopSignal(name, stop.With([cancel])).ApplyAsync(solution, finding.Cancellation))];
    }
}
