namespace ShutdownAnalyzers.Proofs;

/// <summary>A folder for the programs, gone when the work is done.</summary>
public sealed class Workbench : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("shutdown-proofs-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
