namespace ShutdownAnalyzers.Editing;

/// <summary>
/// One way to cure a finding. <paramref name="Apply"/> records its edits in the editor; when it cannot repair after all it
/// records nothing, and then the repair is not offered. <paramref name="Key"/> names the kind of repair: fix-all applies
/// the repairs of one key, so a rule's first, safe repair has the same key for each of its findings.
/// </summary>
/// <remarks>
/// Edits compose when each of them changes the node it is handed: use <c>editor.ReplaceNode(node, (current, generator) => ...)</c>
/// and build on <c>current</c>, never on the node from before.
/// </remarks>
internal sealed record Repair(string Title, string Key, Func<SolutionEditor, Task> Apply)
{
    /// <summary>A repair that edits only the document of the finding.</summary>
    public Repair(string title, string key, Finding finding, Action<DocumentEditor> edit)
        : this(title, key, async solution => edit(await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false)))
    {
    }
}
