namespace ShutdownAnalyzers.Model;

/// <summary>
/// One call on the way from the code in question down into its helpers: which argument stands for which parameter. A lambda
/// or local function is entered in the frame of the code around it, so captured parameters keep their meaning.
/// </summary>
internal sealed class Frame
{
    /// <summary>Deeper than this nothing is followed: real code reaches its wait in a few calls.</summary>
    private const int Deepest = 10;

    /// <summary>The code in question itself: its parameters mean what its callers hand over.</summary>
    public static readonly Frame Outermost = new(null, [], null);

    private readonly Frame? around;
    private readonly (IParameterSymbol Parameter, IOperation Value, Frame In)[] arguments;
    private readonly IOperation? body;
    private readonly int depth;

    private Frame(Frame? around, (IParameterSymbol Parameter, IOperation Value, Frame In)[] arguments, IOperation? body)
    {
        this.around = around;
        this.arguments = arguments;
        this.body = body;
        depth = around is null ? 0 : around.depth + 1;
    }

    /// <summary>What the parameter stands for, and the frame in which that is to be read; <see langword="null"/> where only the callers know.</summary>
    public (IOperation Value, Frame In)? Argument(IParameterSymbol parameter)
    {
        for (var it = this; it is not null; it = it.around)
        {
            for (var i = it.arguments.Length - 1; i >= 0; i--)
            {
                if (it.arguments[i].Parameter.Is(parameter))
                {
                    return (it.arguments[i].Value, it.arguments[i].In);
                }
            }
        }

        return null;
    }

    /// <summary>The frame of a body that is called from here, or <see langword="null"/> where it is recursive or too deep.</summary>
    public Frame? Enter(IOperation callee, IEnumerable<IArgumentOperation> called)
        => MayEnter(callee) ? new Frame(this, [.. called.Where(static it => it.Parameter is not null).Select(it => (it.Parameter!.OriginalDefinition, it.Value, this))], callee) : null;

    /// <summary>The frame of a lambda that was made in <paramref name="made"/> and is called with these values from here.</summary>
    public Frame? Enter(IOperation callee, IEnumerable<(IParameterSymbol Parameter, IOperation Value)> called, Frame made)
    {
        if (!MayEnter(callee))
        {
            return null;
        }

        (IParameterSymbol, IOperation, Frame)[] values = [.. called.Select(it => (it.Parameter, it.Value, this))];

        // Both the frame of the call (for the guard against recursion) and the one the lambda was made in are looked through.
        return new Frame(made == this ? this : Join(made), values, callee);
    }

    private bool MayEnter(IOperation callee)
    {
        if (depth >= Deepest)
        {
            return false;
        }

        for (var it = this; it is not null; it = it.around)
        {
            if (it.body?.Syntax == callee.Syntax)
            {
                return false;
            }
        }

        return true;
    }

    private Frame Join(Frame made)
    {
        var joined = this;
        var chain = new Stack<Frame>();
        for (var it = made; it is not null; it = it.around)
        {
            chain.Push(it);
        }

        foreach (var it in chain)
        {
            joined = new Frame(joined, it.arguments, null);
        }

        return joined;
    }
}
