namespace ShutdownAnalyzers.Model;

/// <summary>What becomes of a created value in the end. A later member outweighs an earlier one.</summary>
internal enum Fate
{
    /// <summary>Nobody releases it: every use of it is known, and none releases it or passes it to one who may.</summary>
    Nobody,

    /// <summary>As <see cref="Nobody"/>; the container was handed the instance, and does not release what it did not create.</summary>
    OnlyContainer,

    /// <summary>Someone whose code we do not see, or cannot follow, has it now and may release it.</summary>
    HandedOver,

    /// <summary>Some path releases it.</summary>
    Released,
}

/// <summary>What becomes of a value, and the locals, fields, properties and parameters that hold it meanwhile.</summary>
internal readonly record struct Custody(Fate Fate, ImmutableArray<ISymbol> Holders)
{
    /// <summary>Nobody releases the value; nor does the container, where it was handed the instance.</summary>
    public bool IsNeverReleased => Fate is Fate.Nobody or Fate.OnlyContainer;

    public static Custody Of(Fate fate) => new(fate, []);
}
