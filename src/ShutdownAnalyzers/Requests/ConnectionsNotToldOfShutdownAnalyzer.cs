namespace ShutdownAnalyzers.Requests;

/// <summary>SHUT405: a collection of live clients that nothing goes through when the application begins to stop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectionsNotToldOfShutdownAnalyzer() : ShutdownAnalyzer(Rules.ConnectionsNotToldOfShutdown)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        var clients = new LiveClients(model.Types, model.SourceTypes);
        context.RegisterSymbols(model, it => AnalyzeMember(it, clients, model), SymbolKind.Field, SymbolKind.Property);
        if (model.Contracts.EntryPoint?.DeclaringSyntaxReferences is [var main])
        {
            context.RegisterMembers(model, it => it.Tree == main.SyntaxTree ? [main.GetSyntax()] : [], it => AnalyzeLocal(it, clients, model), OperationKind.VariableDeclarator);
        }
    }

    private static void AnalyzeMember(SymbolContext context, LiveClients clients, ShutdownModel model)
    {
        var type = context.Symbol is IFieldSymbol { IsImplicitlyDeclared: false } field ? field.Type : (context.Symbol as IPropertySymbol)?.Type;
        if (type is not null
            && clients.InCollection(type) is var kind and not ClientKind.None
            && (context.Symbol is IFieldSymbol || IsStored(context.Symbol))
            && LivesLong(context.Symbol, model)
            && model.References.To(context.Symbol) is { IsDefaultOrEmpty: false } uses
            && IsForgotten(context.Symbol, uses, kind, model)
            && context.Symbol.Place() is { } place)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.ConnectionsNotToldOfShutdown, place, context.Symbol.Name));
        }
    }

    // The variables of the entry point live as long as the application.
    private static void AnalyzeLocal(CodeContext context, LiveClients clients, ShutdownModel model)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (model.Bodies.FunctionAround(declarator).Is(model.Contracts.EntryPoint)
            && clients.InCollection(declarator.Symbol.Type) is var kind and not ClientKind.None
            && declarator.Root().Descendants().OfType<ILocalReferenceOperation>().Where(it => it.Local.Is(declarator.Symbol)).ToImmutableArray<IOperation>() is { IsEmpty: false } uses
            && IsForgotten(declarator.Symbol, uses, kind, model)
            && declarator.Symbol.Place() is { } place)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.ConnectionsNotToldOfShutdown, place, declarator.Symbol.Name));
        }
    }

    private static bool IsForgotten(ISymbol variable, ImmutableArray<IOperation> uses, ClientKind kind, ShutdownModel model)
        => new ClientCollection(variable, uses, kind, model) is { IsFilled: true, IsTold: false };

    private static bool IsStored(ISymbol symbol)
        => symbol is IPropertySymbol && symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(it => it.AssociatedSymbol.Is(symbol));

    // What a request creates for itself, and what the container creates for each, ends with the request.
    private static bool LivesLong(ISymbol member, ShutdownModel model)
        => member.IsStatic
        || model.Lifespans.IsLongLived(member.ContainingType)
        || (!model.Registrations.IsShortLived(member.ContainingType)
            && member.ContainingType.InstanceConstructors.SelectMany(it => model.References.To(it) is { IsDefault: false } creations ? creations : []).ToImmutableArray() is var creations
            && (creations.IsEmpty || creations.Any(it => model.Uses.Of(it).Holders.Any(static holder => holder is IFieldSymbol or IPropertySymbol))));
}
