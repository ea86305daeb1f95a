namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT211: an exception gets out of a stop method, or a callback on the stop signal throws or blocks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopMayThrowAnalyzer() : ShutdownAnalyzer(Rules.StopMayThrow)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null)
        {
            context.RegisterSymbols(model, symbol => AnalyzeStop(symbol, model), SymbolKind.NamedType);
            context.RegisterCalls(model, ["Register", "UnsafeRegister"], operation => AnalyzeCallback(operation, model));
        }
    }

    private static void AnalyzeStop(SymbolContext context, ShutdownModel model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!model.Contracts.IsHosted(type) || type.TypeKind != TypeKind.Class)
        {
            return;
        }

        var exceptions = new EscapingExceptions(type, model);
        var reported = new HashSet<SyntaxNode>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsStop))
        {
            foreach (var (at, kind, exception) in exceptions.In(method))
            {
                if (reported.Add(at.Syntax))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.StopMayThrow, at.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(nameof(Escape), kind.ToString()).Add(nameof(Exception), exception),
                        $"'{method.SimpleName()}' {Said(kind, exception)}", "the process crashes after the stop, with exit code 134"));
                }
            }
        }
    }

    private static void AnalyzeCallback(CodeContext context, ShutdownModel model)
    {
        var registration = (IInvocationOperation)context.Operation;
        if (new StopCallback(registration, model).Fault is { } fault)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StopMayThrow, registration.NamePlace(), $"The callback {(fault == CallbackFault.Blocks ? "blocks" : "throws")}",
                fault == CallbackFault.Blocks ? "the host is held up inside the cancellation, whatever the shutdown time-out says" : "the process crashes inside the cancellation, with exit code 134"));
        }
    }

    private static string Said(Escape kind, string exception) => kind switch
    {
        Escape.Thrown => $"throws '{exception}'",
        Escape.Cancelled => "hands on the cancellation of the work that it waits for",
        Escape.Checked => "throws when its deadline is over",
        _ => $"lets out the '{exception}' of a wait that has taken too long",
    };
}
