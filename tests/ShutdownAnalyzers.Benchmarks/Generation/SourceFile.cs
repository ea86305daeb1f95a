namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>A generated file.</summary>
/// <param name="IsServed">Its type is a hosted service or holds endpoints.</param>
internal sealed record SourceFile(string Path, string Text, bool IsServed);
