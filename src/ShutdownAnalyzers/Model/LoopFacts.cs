namespace ShutdownAnalyzers.Model;

internal enum LoopEnd
{
    /// <summary>Ends by itself: a condition on data, a count, a finite source.</summary>
    Finite,

    /// <summary>The condition is always true.</summary>
    Endless,

    /// <summary>The condition asks a token and nothing else.</summary>
    AsksToken,

    /// <summary>The condition reads a flag that other code writes.</summary>
    AsksFlag,
}

/// <summary>A cancellation that a catch inside a loop takes, so that the loop goes on.</summary>
/// <param name="Clause">The catch, in the loop or in a helper that the loop calls.</param>
/// <param name="Thrower">The call or await in the loop's own function that would have left the loop.</param>
/// <param name="Signal">What would have thrown.</param>
internal sealed record SwallowedCancellation(ICatchClauseOperation Clause, IOperation Thrower, Signal Signal)
{
    /// <summary>A helper takes it that was handed the throwing code as a delegate.</summary>
    public bool IsHandedIn { get; init; }

    /// <summary>It is the cancellation by a stop signal, beyond doubt.</summary>
    public bool IsOfStop => Signal.IsStop() && !Signal.Has(Signal.Unknown);

    /// <summary>
    /// Once the signal has fired this statement is not reached: it stands behind the throwing call in the same try, or in another
    /// handler of that try, where the call is the first that could throw.
    /// </summary>
    public bool CutsOff(IOperation statement)
        => Clause.Parent is ITryOperation @try
        && ((@try.Body.Syntax.Span.Contains(statement.Syntax.Span) && statement.Syntax.SpanStart >= Thrower.Syntax.SpanStart)
            || (@try.Catches.Any(it => it != Clause && it.Syntax.Span.Contains(statement.Syntax.Span)) && IsFirstCall(@try)));

    private bool IsFirstCall(ITryOperation @try)
        => !@try.Body.Descendants().Any(it => it is IInvocationOperation or IObjectCreationOperation && it.Syntax.Span.End <= Thrower.Syntax.SpanStart)
        && @try.Body.Syntax.Span.Contains(Thrower.Syntax.Span);
}

/// <summary>How a loop can end when the stop signal fires. Only the condition is read at once: it answers most questions.</summary>
internal sealed class LoopFacts
{
    private readonly Lazy<ThrownCancellations> thrown;
    private readonly Lazy<Signal> checks;
    private readonly Lazy<ImmutableArray<IOperation>> exits;

    public LoopFacts(LoopEnd kind, Signal condition, Func<ThrownCancellations> thrown, Func<Signal> checks, Func<ImmutableArray<IOperation>> exits)
    {
        (Kind, Condition) = (kind, condition);

        // Loops may ask about each other, on two threads at once: nobody waits for another's answer.
        this.thrown = new(thrown, LazyThreadSafetyMode.PublicationOnly);
        this.checks = new(checks, LazyThreadSafetyMode.PublicationOnly);
        this.exits = new(exits, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>What the condition says.</summary>
    public LoopEnd Kind { get; }

    /// <summary>The tokens that the condition asks.</summary>
    public Signal Condition { get; }

    /// <summary>The signals whose cancellation leaves the loop.</summary>
    public Signal Thrown => thrown.Value.Escaping;

    /// <summary>The tokens that the body asks.</summary>
    public Signal Checked => checks.Value;

    /// <summary>The statements that leave the loop: break, return, yield, and throw outside of a catch.</summary>
    public ImmutableArray<IOperation> Exits => exits.Value;

    /// <summary>The cancellations that do not get out.</summary>
    public ImmutableArray<SwallowedCancellation> Swallowed => thrown.Value.Swallowed;

    /// <summary>The condition alone never ends the loop when the application stops.</summary>
    public bool ConditionIsDeaf => Kind == LoopEnd.Endless || (Kind == LoopEnd.AsksToken && !Condition.HearsStop());

    /// <summary>Something in the loop ends it when the application stops, as far as can be told.</summary>
    public bool HearsStop => AsksForStop || Thrown.HearsStop();

    /// <summary>Its condition, or a test with a way out behind it, asks the signal.</summary>
    public bool AsksForStop => (Kind == LoopEnd.AsksToken && Condition.HearsStop()) || (Checked.HearsStop() && !Exits.IsEmpty);

    /// <summary>Everything that the loop looks at in one way or another.</summary>
    public Signal Observed => Condition | Thrown | Checked;
}
