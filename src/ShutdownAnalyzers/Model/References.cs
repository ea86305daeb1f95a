using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>Who refers to a symbol, anywhere in the project: calls, method groups, reads, writes, creations.</summary>
internal sealed class References(Compilation compilation, NameGraph names, Bodies bodies, SourceTypes types)
{
    // A name that is used more often than this (Run, Value, Add) is not followed: the answer would cost more than it tells.
    private const int MostCandidates = 400;

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> known = new(SymbolEqualityComparer.Default);
    private readonly Mentions mentions = new(compilation, types);

    /// <summary>
    /// The operations that name the symbol: <see cref="IInvocationOperation"/>, <see cref="IMethodReferenceOperation"/>,
    /// <see cref="IFieldReferenceOperation"/>, <see cref="IPropertyReferenceOperation"/>, <see cref="IObjectCreationOperation"/> ...
    /// A method is also named by calls of what it overrides or implements. <see langword="default"/> where there are too many to look at.
    /// </summary>
    public ImmutableArray<IOperation> To(ISymbol symbol) => known.GetOrAdd(symbol.OriginalDefinition, it => Collect(it, static _ => true));

    /// <summary>The same, without the uses whose text says that they do not matter.</summary>
    public ImmutableArray<IOperation> To(ISymbol symbol, Func<SyntaxNode, bool> mayMatter) => known.TryGetValue(symbol.OriginalDefinition, out var all) && !all.IsDefault ? all : Collect(symbol.OriginalDefinition, mayMatter);

    /// <summary>Some code of the project calls the function in a loop.</summary>
    public bool IsCalledInLoop(IMethodSymbol? function)
        => function is { MethodKind: not MethodKind.AnonymousFunction } && To(function) is { IsDefault: false } references && references.Any(static it => it.IsInLoop());

    private ImmutableArray<IOperation> Collect(ISymbol symbol, Func<SyntaxNode, bool> mayMatter)
    {
        // Counted first: looking at one candidate binds the body around it.
        var candidates = new List<SyntaxNode>();
        var keys = Keys(symbol).ToArray();
        foreach (var tree in TreesThatMayName(symbol, keys))
        {
            foreach (var key in keys)
            {
                candidates.AddRange(SyntaxIndex.Uses(tree, key).Where(it => mayMatter(it) && mentions.MayMean(it, symbol)));
                if (candidates.Count > MostCandidates)
                {
                    return default;
                }
            }
        }

        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var node in candidates)
        {
            if (bodies.OperationOf(Whole(node)) is { } operation && Names(operation, symbol))
            {
                found.Add(operation);
            }
        }

        return found.ToImmutable();
    }

    private IEnumerable<SyntaxTree> TreesThatMayName(ISymbol symbol, string[] keys)
        => symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable && symbol is not IMethodSymbol { ExplicitInterfaceImplementations.Length: > 0 }
            ? (symbol.ContainingType ?? symbol).DeclaringSyntaxReferences.Select(static it => it.SyntaxTree).Distinct()
            : keys is [var name] ? names.FilesWith(name).Select(static it => it.Tree)
            : names.Files.Where(it => keys.Any(it.Has)).Select(static it => it.Tree);

    private static IEnumerable<string> Keys(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        ? [constructor.ContainingType.Name, SyntaxIndex.TargetTypedNew, SyntaxIndex.ConstructorInitializer]
        : [symbol.Name.Substring(symbol.Name.LastIndexOf('.') + 1)];

    // x in a.x(...), a?.x(...), x(...), new x(...): the operation belongs to the whole.
    private static SyntaxNode Whole(SyntaxNode node)
    {
        while (true)
        {
            switch (node.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Name == node:
                case MemberBindingExpressionSyntax:
                case QualifiedNameSyntax { Right: var right } when right == node:
                case InvocationExpressionSyntax invocation when invocation.Expression == node:
                case ObjectCreationExpressionSyntax creation when creation.Type == node:
                    node = node.Parent!;
                    break;
                default:
                    return node;
            }
        }
    }

    private static bool Names(IOperation operation, ISymbol symbol) => operation.Bare() switch
    {
        IInvocationOperation it => symbol is IMethodSymbol method && Reaches(it.TargetMethod, method),
        IMethodReferenceOperation it => symbol is IMethodSymbol method && Reaches(it.Method, method),
        IObjectCreationOperation it => it.Constructor?.OriginalDefinition.Is(symbol) == true,
        IMemberReferenceOperation it => it.Member.OriginalDefinition.Is(symbol) || Implements(symbol, it.Member),
        IParameterReferenceOperation it => it.Parameter.Is(symbol),
        ILocalReferenceOperation it => it.Local.Is(symbol),
        _ => false,
    };

    private static bool Reaches(IMethodSymbol called, IMethodSymbol method)
        => called.OriginalDefinition.Is(method)
        || (called.ReducedFrom ?? called).OriginalDefinition.Is(method)
        || method.OverrideChain().Skip(1).Any(it => it.OriginalDefinition.Is(called.OriginalDefinition))
        || Implements(method, called);

    private static bool Implements(ISymbol member, ISymbol interfaceMember)
        => interfaceMember.ContainingType is { TypeKind: TypeKind.Interface } type
        && member.ContainingType is { TypeKind: not TypeKind.Interface } implementer
        && implementer.AllInterfaces.FirstOrDefault(it => it.OriginalDefinition.Is(type.OriginalDefinition)) is { } implemented
        && implemented.GetMembers(interfaceMember.Name).Any(it =>
            it.OriginalDefinition.Is(interfaceMember.OriginalDefinition)
            && implementer.FindImplementationForInterfaceMember(it)?.OriginalDefinition.Is(member.OriginalDefinition) == true);
}
