using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// The code of functions as operations, wherever it stands in the project. The semantic models are the ones the compiler's
/// analyzer driver holds already, so a body that is asked for here is bound once for all.
/// </summary>
internal sealed class Bodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> semantics = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, ISymbol?> members = new();
    private readonly ConcurrentDictionary<SyntaxNode, INamedTypeSymbol?> types = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<IOperation>> ofTypes = new(SymbolEqualityComparer.Default);

    public SemanticModel Semantics(SyntaxTree tree) => semantics.GetOrAdd(tree, it => compilation.GetSemanticModel(it));

    /// <summary>The operation of a syntax node of this compilation, or <see langword="null"/>.</summary>
    public IOperation? OperationOf(SyntaxNode node) => compilation.ContainsSyntaxTree(node.SyntaxTree) ? Semantics(node.SyntaxTree).GetOperation(node) : null;

    /// <summary>
    /// The body of a method, constructor, accessor, local function or lambda; <see langword="null"/> for what has none in
    /// source: abstract and interface members, library code, implicit constructors.
    /// </summary>
    public IOperation? Of(IMethodSymbol method) => bodies.GetOrAdd(method.OriginalDefinition, Find);

    /// <summary>All code of a type, its parts together: bodies and initializers, not those of nested types.</summary>
    public ImmutableArray<IOperation> OfType(INamedTypeSymbol type) => ofTypes.GetOrAdd(type.OriginalDefinition, it => [.. CodeOf(it).Select(OperationOf).OfType<IOperation>()]);

    /// <summary>The operation stands in the type's own code, not in a helper's, a base's or a nested type's.</summary>
    public bool IsCodeOf(INamedTypeSymbol type, IOperation operation) => type.OriginalDefinition.Is(TypeAround(operation)?.OriginalDefinition);

    /// <summary>The member, local function or lambda whose code the operation is.</summary>
    public IMethodSymbol? FunctionAround(IOperation operation) => FunctionOf(operation.EnclosingFunction());

    /// <summary>The function whose body this is.</summary>
    public IMethodSymbol? FunctionOf(IOperation body) => body switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => MemberAround(body) switch
        {
            IMethodSymbol method => method,
            IPropertySymbol { GetMethod: { } getter } when body.Syntax is ArrowExpressionClauseSyntax => getter,
            _ => null,
        },
    };

    /// <summary>The member whose code the operation is: for an initializer the field or property.</summary>
    public ISymbol? MemberAround(IOperation operation) => members.GetOrAdd(operation.Root().Syntax, MemberOf);

    /// <summary>The type whose code the operation is.</summary>
    public INamedTypeSymbol? TypeAround(IOperation operation) => types.GetOrAdd(operation.Root().Syntax, TypeOf);

    /// <summary>The method or constructor that this declares.</summary>
    public IMethodSymbol? DeclaredBy(SyntaxNode declaration) => Semantics(declaration.SyntaxTree).GetDeclaredSymbol(declaration) as IMethodSymbol;

    private IOperation? Find(IMethodSymbol definition)
    {
        var declared = (definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences;
        return declared.Length == 0 ? null : OperationOf(declared[0].GetSyntax()) switch
        {
            IMethodBodyOperation { BlockBody: null, ExpressionBody: null } => null,
            ILocalFunctionOperation { Body: null, IgnoredBody: null } => null,
            { } body => body.Bare(),
            null => null,
        };
    }

    private ISymbol? MemberOf(SyntaxNode code)
    {
        var model = Semantics(code.SyntaxTree);
        for (var node = code; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case CompilationUnitSyntax unit:
                    return model.GetDeclaredSymbol(unit);
                case BaseTypeDeclarationSyntax:
                    return null;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax or VariableDeclaratorSyntax
                    when node is not (GlobalStatementSyntax or FieldDeclarationSyntax or EventFieldDeclarationSyntax):
                    return model.GetDeclaredSymbol(node);
            }
        }

        return null;
    }

    private INamedTypeSymbol? TypeOf(SyntaxNode code) => Semantics(code.SyntaxTree).GetEnclosingSymbol(code.SpanStart) switch
    {
        INamedTypeSymbol type => type,
        { } symbol => symbol.ContainingType,
        null => null,
    };

    /// <summary>The pieces of code that <see cref="OfType"/> is about, unbound.</summary>
    public static IEnumerable<SyntaxNode> CodeOf(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Select(static it => it.GetSyntax()).SelectMany(static it => it switch
    {
        TypeDeclarationSyntax declaration => declaration.Members.SelectMany(CodeOf),
        CompilationUnitSyntax unit => [unit],
        _ => [],
    });

    /// <summary>The piece of code that the node is in, unbound: a body, an accessor, an initializer, the top-level statements.</summary>
    public static SyntaxNode? CodeAround(SyntaxNode node) => node.AncestorsAndSelf().FirstOrDefault(static it => it switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax => true,
        ArrowExpressionClauseSyntax => it.Parent is BasePropertyDeclarationSyntax,
        EqualsValueClauseSyntax => it.Parent is PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax },
        PrimaryConstructorBaseTypeSyntax or CompilationUnitSyntax => true,
        _ => false,
    });

    private static IEnumerable<SyntaxNode> CodeOf(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax method => [method],
        BasePropertyDeclarationSyntax property =>
        [
            .. property.AccessorList?.Accessors.Where(static it => it.Body is not null || it.ExpressionBody is not null) ?? [],
            .. property.ChildNodes().Where(static it => it is ArrowExpressionClauseSyntax or EqualsValueClauseSyntax),
        ],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(static it => it.Initializer).OfType<SyntaxNode>(),
        _ => [],
    };
}
