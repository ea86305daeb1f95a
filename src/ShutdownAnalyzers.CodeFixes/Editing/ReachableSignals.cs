namespace ShutdownAnalyzers.Editing;

/// <summary>Stop signals that code can name as it stands: tokens, sources, and what the application's lifetime hangs on.</summary>
internal sealed class ReachableSignals(ShutdownModel model)
{
    public StopSignal? At(SyntaxNode at) => SignalAt(at, static _ => true) ?? LifetimeAt(at);

    /// <summary>One that fires when the application begins to stop: its lifetime, or a parameter or local that hears it. Not a source of the type's own.</summary>
    public StopSignal? OfApplicationAt(SyntaxNode at)
        => SignalAt(at, static it => it is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } }) ?? LifetimeAt(at);

    private StopSignal? SignalAt(SyntaxNode at, Func<ISymbol, bool> isWanted)
        => OperationAt(at) is { } operation
            && SignalInReach.At(model, operation) is { } signal
            && isWanted(signal.Symbol)
            && CanName(model.Bodies.Semantics(at.SyntaxTree), at, signal.Symbol)
            ? new StopSignal(signal.Expression, [])
            : null;

    private StopSignal? LifetimeAt(SyntaxNode at)
    {
        var semantics = model.Bodies.Semantics(at.SyntaxTree);
        foreach (var symbol in semantics.LookupSymbols(at.SpanStart))
        {
            if (LifetimeOf(symbol) is { } expression && CanName(semantics, at, symbol))
            {
                return new StopSignal(expression + ".ApplicationStopping", []);
            }
        }

        return null;
    }

    /// <summary>Code at this node may use the symbol: its name means it, it has a value there, and no static function is in between.</summary>
    public static bool CanName(SemanticModel semantics, SyntaxNode at, ISymbol symbol)
    {
        if (!semantics.NameMeans(at.SpanStart, symbol.Name, symbol))
        {
            return false;
        }

        if (symbol.IsStatic)
        {
            return true;
        }

        for (var inside = semantics.GetEnclosingSymbol(at.SpanStart); inside is not null and not INamedTypeSymbol; inside = inside.ContainingSymbol)
        {
            if (inside.Is(symbol.ContainingSymbol))
            {
                return true;
            }

            if (inside.IsStatic && !IsTopLevel(inside))
            {
                return false;
            }
        }

        // A field, a property or a parameter of the type itself.
        return symbol.ContainingSymbol is INamedTypeSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor };
    }

    private static bool IsTopLevel(ISymbol symbol) => symbol is IMethodSymbol { Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private string? LifetimeOf(ISymbol symbol)
    {
        var type = symbol switch
        {
            ILocalSymbol it => it.Type,
            IParameterSymbol it => it.Type,
            IFieldSymbol { IsImplicitlyDeclared: false } it => it.Type,
            IPropertySymbol { Parameters.Length: 0, GetMethod: not null } it => it.Type,
            _ => null,
        };
        return type is null ? null
            : type.DerivesFrom(model.Types.HostApplicationLifetime) ? Names.Escaped(symbol.Name)
            : type.IsA(model.Types["Microsoft.AspNetCore.Builder.WebApplication"]) ? Names.Escaped(symbol.Name) + ".Lifetime"
            : null;
    }

    private IOperation? OperationAt(SyntaxNode at)
        => at.AncestorsAndSelf().TakeWhile(static it => it is not MemberDeclarationSyntax || it is GlobalStatementSyntax).Select(model.Bodies.OperationOf).FirstOrDefault(static it => it is not null);
}
