namespace ShutdownAnalyzers.Editing;

/// <summary>
/// The base of every code fix: one decision, "which repairs has this finding?". A repair is offered only when its result
/// has no new compile error, no longer has the finding, has no other finding of this package instead, and kept every
/// comment. Fixing all equals fixing one by one.
/// </summary>
public abstract class ShutdownCodeFix : CodeFixProvider
{
    private protected ShutdownCodeFix(params DiagnosticDescriptor[] rules)
        => FixableDiagnosticIds = [.. rules.Select(static it => it.Id)];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>The rules a repair is judged by: all of this package.</summary>
    private protected virtual Judges Judges => Judges.Package;

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => OneByOne.Provider;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await Finding.InAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } finding)
            {
                continue;
            }

            foreach (var repair in Repairs(finding))
            {
                if (await RepairTrial.TryAsync(finding, repair, Judges).ConfigureAwait(false) is { } repaired)
                {
#pragma warning disable RS0030 // this is the base class that may
                    context.RegisterCodeFix(CodeAction.Create(repair.Title, _ => Task.FromResult(repaired), KeyOf(repair)), diagnostic);
#pragma warning restore RS0030
                }
            }
        }
    }

    /// <summary>The repairs of this finding, the safe one first; none where there is no edit that keeps the code right.</summary>
    private protected abstract IEnumerable<Repair> Repairs(Finding finding);

    /// <summary>The solution after the first acceptable repair with this equivalence key (any, without a key), or <see langword="null"/>.</summary>
    internal async Task<Solution?> RepairAsync(Finding finding, string? equivalenceKey)
    {
        foreach (var repair in Repairs(finding))
        {
            if ((equivalenceKey is null || equivalenceKey == KeyOf(repair))
                && await RepairTrial.TryAsync(finding, repair, Judges).ConfigureAwait(false) is { } repaired)
            {
                return repaired;
            }
        }

        return null;
    }

    /// <summary>The document's findings of these ids, in document order.</summary>
    internal async Task<ImmutableArray<Diagnostic>> FindAsync(Document document, ImmutableHashSet<string> ids, CancellationToken cancellation)
    {
        var reading = await Judges.ReadAsync(document.Project, cancellation).ConfigureAwait(false);
        var tree = (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!;
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var id in ids)
        {
            found.AddRange(await reading.FindingsAsync(tree, id, cancellation).ConfigureAwait(false));
        }

        return [.. found.OrderBy(static it => it.Location.SourceSpan.Start)];
    }

    private string KeyOf(Repair repair) => GetType().Name + "." + repair.Key;
}
