namespace ShutdownAnalyzers.Editing;

/// <summary>
/// A stop signal for request code that also has to hear when its client goes: <c>using var stopping =
/// CancellationTokenSource.CreateLinkedTokenSource(requestToken, lifetime.ApplicationStopping);</c> above the code in
/// question, in the same function (so inside the body of an iterator), and <c>stopping.Token</c> from there on.
/// </summary>
internal static class LinkedRequestSignal
{
    private const string Source = "global::System.Threading.CancellationTokenSource";

    /// <summary>
    /// The linked signal for this code; where no token of the request is in reach, or the signal in reach is linked already,
    /// just the signal. <paramref name="requestToken"/> is the token that the code uses now, as it names it; without it the nearest one is taken.
    /// </summary>
    public static StopSignal? For(Finding finding, SyntaxNode at, string? requestToken = null)
    {
        var semantics = finding.Model.Bodies.Semantics(at.SyntaxTree);
        if (InReach(finding.Model, semantics, at) is { } linkedAlready)
        {
            return linkedAlready;
        }

        requestToken ??= RequestToken(finding, at);
        var stop = StopSignals.ForRequest(finding, at);
        if (stop is null
            || requestToken is null
            || at.FunctionAround() is not { } function
            || semantics.SymbolOf(function) is not { } symbol)
        {
            return stop;
        }

        if (!symbol.IsAsync && !symbol.ReturnsVoid && !AsyncFunctions.CanBeAsync(symbol, finding.Model))
        {
            return null;
        }

        var name = semantics.FreshName(at.SpanStart, "stopping");
        var linked = $"using var {name} = {Source}.CreateLinkedTokenSource({requestToken}, {stop.Expression});";
        var statement = at.FirstAncestorOrSelf<StatementSyntax>() is { } it && it != function && function.Span.Contains(it.Span) ? it : null;
        var supports = stop.Supports.ToBuilder();
        if (!symbol.IsAsync && !symbol.ReturnsVoid)
        {
            // A task that is returned outlives the using.
            supports.Add(new Support("async", function, editor => editor.MakeAsync(function, symbol)));
        }

        supports.Add(statement is null
            ? new Support(linked, function, editor => editor.AddAtStart(function, symbol, NewCode.Statements(linked)))
            : new Support(linked, statement, editor => editor.AddBefore(statement, NewCode.Statements(linked))));
        return new StopSignal(name + ".Token", supports.ToImmutable());
    }

    // A local that hears both already: one token, or the source of one.
    private static StopSignal? InReach(ShutdownModel model, SemanticModel semantics, SyntaxNode at)
    {
        foreach (var local in semantics.LookupSymbols(at.SpanStart).OfType<ILocalSymbol>())
        {
            if ((model.Signals.IsToken(local.Type) || model.Signals.IsSource(local.Type))
                && local.DeclaringSyntaxReferences is [var reference]
                && model.Bodies.OperationOf(reference.GetSyntax()) is IVariableDeclaratorOperation { Initializer.Value: { } value }
                && model.Signals.Of(value) == (Signal.Stop | Signal.Request)
                && ReachableSignals.CanName(semantics, at, local))
            {
                return new StopSignal(Names.Escaped(local.Name) + (model.Signals.IsSource(local.Type) ? ".Token" : ""), []);
            }
        }

        return null;
    }

    private static string? RequestToken(Finding finding, SyntaxNode at)
    {
        var (model, semantics) = (finding.Model, finding.Model.Bodies.Semantics(at.SyntaxTree));
        var visible = semantics.LookupSymbols(at.SpanStart).Where(it => it is IParameterSymbol or ILocalSymbol or IPropertySymbol { GetMethod: not null } && ReachableSignals.CanName(semantics, at, it)).ToList();
        return visible.OfType<IParameterSymbol>().Where(it => model.Signals.IsToken(it.Type) && model.Signals.Of(it).Has(Signal.Request)).Select(static it => Names.Escaped(it.Name)).FirstOrDefault()
            ?? visible.Where(static it => it is IParameterSymbol or IPropertySymbol).Select(it => TokenOf(it, model)).FirstOrDefault(static it => it is not null);
    }

    private static string? TokenOf(ISymbol symbol, ShutdownModel model)
    {
        var type = symbol is IParameterSymbol parameter ? parameter.Type : ((IPropertySymbol)symbol).Type;
        return type.IsA(model.Types.HttpContext) ? Names.Escaped(symbol.Name) + ".RequestAborted"
            : type.IsA(model.Types["Grpc.Core.ServerCallContext"]) ? Names.Escaped(symbol.Name) + ".CancellationToken"
            : null;
    }
}
