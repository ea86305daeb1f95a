namespace ShutdownAnalyzers.Ownership;

/// <summary>SHUT704: a connection that a hosted service, a singleton or the entry point opens, and that no path closes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectionIsNeverClosedAnalyzer() : ShutdownAnalyzer(Rules.ConnectionIsNeverClosed)
{
    /// <summary>The .editorconfig option that adds types to the table: metadata names, separated by commas.</summary>
    internal const string AddedTypes = "shutdown_analyzers.connection_types";

    private const Place LongPlaces = Place.Entry | Place.Worker | Place.Start;
    private const Place ShortPlaces = Place.Request | Place.Hub | Place.Container;

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        var connections = new Connections(model.Types);
        var shapes = new ConnectionShapes(connections, model);
        context.RegisterCode(
            model,
            it => shapes.In(it, Added(context.Options, it.Tree, model)),
            operation => Analyze(operation, connections, model),
            OperationKind.ObjectCreation,
            OperationKind.Invocation);
    }

    private static void Analyze(CodeContext context, Connections connections, ShutdownModel model)
    {
        var added = Added(context.Options, context.Operation.Syntax.SyntaxTree, model);
        if (model.Creations.Origin(context.Operation) is not { } type
            || !connections.IsConnection(type, added)
            // A channel, a session, a pooled or accepted connection ends with what it comes from.
            || connections.IsConnection((context.Operation as IInvocationOperation)?.Instance?.Type, added))
        {
            return;
        }

        var custody = model.Owner.Of(context.Operation);
        if (custody.Fate == Fate.Nobody && LivesLong(context.Operation, custody, model))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.ConnectionIsNeverClosed, context.Operation.Syntax.GetLocation(), custody.Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol)?.Name ?? custody.Holders.FirstOrDefault()?.Name ?? type.Name, type.Name));
        }
    }

    private static bool LivesLong(IOperation creation, Custody custody, ShutdownModel model)
    {
        var place = model.Places.Of(creation);
        return ((place & LongPlaces) != Place.None && (place & ShortPlaces) == Place.None)
            || custody.Holders.Any(it => it is IFieldSymbol or IPropertySymbol && (it.IsStatic || model.Lifespans.IsLongLived(it.ContainingType)));
    }

    private static ImmutableArray<INamedTypeSymbol> Added(AnalyzerOptions options, SyntaxTree file, ShutdownModel model)
        => options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(AddedTypes, out var names)
            ? [.. names.Split(',').Select(it => model.Types.Configured(it.Trim())).OfType<INamedTypeSymbol>()]
            : [];
}
