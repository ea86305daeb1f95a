namespace ShutdownAnalyzers.Proofs;

/// <summary>A measurement that did not happen. It fails the proof.</summary>
internal sealed class ProofException(string message) : Exception(message);
