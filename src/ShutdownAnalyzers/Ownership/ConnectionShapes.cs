using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Ownership;

/// <summary>Proposes, by the text and the names of types, the expressions that may open a connection.</summary>
internal sealed class ConnectionShapes(Connections connections, ShutdownModel model)
{
    private readonly TypesByName types = new(model.Bodies, model.SourceTypes);

    public IEnumerable<SyntaxNode> In(SyntaxIndex file, ImmutableArray<INamedTypeSymbol> added)
        => file.Creations.Where(it => !Occurrences.IsScoped(it) && Creates(it, added) && !model.ScopedReturns.Contain(it)).Concat<SyntaxNode>(file.CallsOfFactories.Where(it => !Occurrences.IsScoped(it) && Makes(it, file, added)));

    private bool Creates(BaseObjectCreationExpressionSyntax creation, ImmutableArray<INamedTypeSymbol> added)
        => WrittenTypes.Of(creation) is not { } name || (!IsKeyword(name) && MayBeConnection(name, creation, added));

    // object, string
    private static bool IsKeyword(string type) => SyntaxFacts.GetKeywordKind(type) != SyntaxKind.None;

    private bool MayBeConnection(string name, SyntaxNode creation, ImmutableArray<INamedTypeSymbol> added)
        => types.Of(name, creation) is not { IsEmpty: false } found || found.Any(it => connections.IsConnection(it, added));

    private bool Makes(InvocationExpressionSyntax call, SyntaxIndex file, ImmutableArray<INamedTypeSymbol> added)
    {
        var name = WrittenSignatures.CalleeOf(call);
        var receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        if (receiver is null)
        {
            return !file.Declares(name);
        }

        var type = WrittenTypes.Of(receiver) ?? (receiver as SimpleNameSyntax)?.Identifier.ValueText;
        if (type is null || types.Of(type, call) is not { IsEmpty: false } found)
        {
            return true;
        }

        // A method that the type does not have is an extension: then anything is possible.
        var methods = found.SelectMany(static it => it.AllInterfaces.Concat(Bases(it))).SelectMany(it => it.GetMembers(name)).OfType<IMethodSymbol>().ToList();
        return methods.Count == 0 || methods.Any(it => it.DeclaringSyntaxReferences.IsEmpty && model.Creations.Result(it.ReturnType) is var made && (made is ITypeParameterSymbol || connections.IsConnection(made, added)));
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var it = type; it is not null; it = it.BaseType)
        {
            yield return it;
        }
    }
}
