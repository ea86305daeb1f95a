using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// Answers "may this name stand for that symbol?" from the text alone: by the number of arguments, and by what the file says
/// of the type of the receiver. Binding a body only to learn that another method has the same name would cost most of all.
/// </summary>
internal sealed class Mentions(Compilation compilation, SourceTypes types)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<string>> receivers = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<string>> globalAliases = new(() => new(compilation.SyntaxTrees
        .SelectMany(static it => ((CompilationUnitSyntax)it.GetRoot()).Usings)
        .Where(static it => it.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
        .Select(static it => it.Alias?.Name.Identifier.ValueText)
        .OfType<string>()));

    /// <param name="name">A name, or a creation that names no type.</param>
    /// <param name="symbol">A definition in source.</param>
    public bool MayMean(SyntaxNode name, ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => true,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => MayCreate(name, constructor),
        IMethodSymbol method => FitsArguments(name, method) && (method.IsExtensionMethod || IsOfUnnamed(method) || FitsReceiver(name, method)),
        IFieldSymbol or IPropertySymbol or IEventSymbol => IsOfUnnamed(symbol) || FitsReceiver(name, symbol),
        _ => true,
    };

    // An extension block has no name.
    private static bool IsOfUnnamed(ISymbol symbol) => symbol.ContainingType is not { Name.Length: > 0 };

    private bool MayCreate(SyntaxNode node, IMethodSymbol constructor)
    {
        var name = constructor.ContainingType.Name;
        return node switch
        {
            ImplicitObjectCreationExpressionSyntax creation => Fits(creation.ArgumentList, constructor) && (WrittenTypes.Of(creation) is not { } type || IsSame(type, name)),
            ConstructorInitializerSyntax initializer => Fits(initializer.ArgumentList, constructor),
            PrimaryConstructorBaseTypeSyntax initializer => Fits(initializer.ArgumentList, constructor),
            _ => true,
        };
    }

    private static bool FitsArguments(SyntaxNode name, IMethodSymbol method)
    {
        var callee = name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? name.Parent : name;
        return callee.Parent is not InvocationExpressionSyntax call || call.Expression != callee || Fits(call.ArgumentList, method);
    }

    private static bool Fits(ArgumentListSyntax? arguments, IMethodSymbol method)
    {
        var count = arguments?.Arguments.Count ?? 0;
        var least = method.Parameters.Count(static it => !it.IsOptional && !it.IsParams) - (method.IsExtensionMethod ? 1 : 0);
        return count >= least && (count <= method.Parameters.Length || method.Parameters.Any(static it => it.IsParams));
    }

    private bool FitsReceiver(SyntaxNode name, ISymbol symbol)
    {
        var type = name.Parent switch
        {
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } => null,
            MemberAccessExpressionSyntax access when access.Name == name => symbol.IsStatic ? LastName(access.Expression) : WrittenTypes.Of(access.Expression),
            MemberBindingExpressionSyntax => name.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access ? WrittenTypes.Of(access.Expression) : null,
            _ => null,
        };
        return type is null || globalAliases.Value.Contains(type) || Receivers(symbol.ContainingType).Contains(type);
    }

    private bool IsSame(string written, string name) => written == name || globalAliases.Value.Contains(written);

    private static string? LastName(ExpressionSyntax type) => type switch
    {
        MemberAccessExpressionSyntax { Name: var name } => WrittenTypes.NameOf(name),
        TypeSyntax name => WrittenTypes.NameOf(name),
        _ => null,
    };

    // Whoever has a member of the type has the type, one that derives from it, or one of their bases and interfaces.
    private HashSet<string> Receivers(INamedTypeSymbol type) => receivers.GetOrAdd(type.OriginalDefinition, it =>
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in types.DerivedFrom(it).Prepend(it))
        {
            names.UnionWith(one.AllInterfaces.Select(static face => face.Name));
            for (var ancestor = one; ancestor is not null; ancestor = ancestor.BaseType)
            {
                names.Add(ancestor.Name);
            }
        }

        return names;
    });
}
