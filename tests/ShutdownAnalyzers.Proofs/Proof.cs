namespace ShutdownAnalyzers.Proofs;

/// <summary>
/// What one program shows: the rule reports it, it ends badly when it is told to stop; the rule's own fix is applied, and it
/// ends well. The program is <c>Hazards/{Hazard}.cs</c>; its name starts with the rule's id.
/// </summary>
internal sealed record Proof(string Hazard, string Story)
{
    public required IReadOnlyList<Expectation> Before { get; init; }

    public required IReadOnlyList<Expectation> After { get; init; }

    /// <summary>The other side of the wire, which is in the middle of something when the signal is sent.</summary>
    public Client? Client { get; init; }

    /// <summary>The program is a client of this server, which it finds in the variable <c>SERVER</c>.</summary>
    public Func<CancellationToken, Task<HubServer>>? Server { get; init; }

    /// <summary>False: the hazard is that the program is gone before anybody tells it to stop.</summary>
    public bool HazardAwaitsSignal { get; init; } = true;

    /// <summary>False: the cure is that the program ends, so that it is started again.</summary>
    public bool RepairedAwaitsSignal { get; init; } = true;

    /// <summary>Which of the offered actions is applied: the first, unless the hazard is cured by another one.</summary>
    public int Action { get; init; }

    public string Rule => Hazard[..7];

    public override string ToString() => Hazard;
}
