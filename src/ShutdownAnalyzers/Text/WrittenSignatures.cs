using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text of a declaration says of a function, without binding.</summary>
internal static class WrittenSignatures
{
    /// <summary>The type it returns is written with one of these names somewhere in it.</summary>
    public static bool Returns(SyntaxNode function, params string[] types) => ReturnType(function) is { } type && type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(it => types.Contains(it.Identifier.ValueText));

    /// <summary>It is a <c>void</c> method, a constructor, or something else that has no value.</summary>
    public static bool ReturnsNothing(SyntaxNode function) => ReturnType(function) is null or PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    /// <summary>It is written to return nothing, a bare task, or a type with a keyword: nothing that could be enumerated.</summary>
    public static bool ReturnsNoValues(SyntaxNode function) => ReturnType(function) is null or PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" };

    /// <summary>It is not asynchronous: what it returns it has from somebody else.</summary>
    public static bool ReturnsAtOnce(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax it => !it.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax it => !it.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => true,
    };

    /// <summary>A parameter of it is written with this type, or with a name that stands for another.</summary>
    public static bool Takes(SyntaxNode function, string type) => Parameters(function).Any(it => WrittenTypes.NameOf(it.Type) is not { } written || written == type);

    public static bool HasParameter(SyntaxNode function, string name) => Parameters(function).Any(it => it.Identifier.ValueText == name);

    public static string? NameOf(SyntaxNode function) => function is DestructorDeclarationSyntax ? "Finalize" : Identifier(function) is { RawKind: not 0, ValueText: var name } ? name : null;

    /// <summary>Where the name of the function stands; nowhere if it is none that has a name.</summary>
    public static SyntaxToken Identifier(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax it => it.Identifier,
        LocalFunctionStatementSyntax it => it.Identifier,
        PropertyDeclarationSyntax it => it.Identifier,
        ConstructorDeclarationSyntax it => it.Identifier,
        DestructorDeclarationSyntax it => it.Identifier,
        TypeDeclarationSyntax { ParameterList: not null } it => it.Identifier,
        _ => default,
    };

    /// <summary>The functions around the code, from the nearest on: whatever a lambda or local function does, they may do.</summary>
    public static IEnumerable<SyntaxNode> FunctionsAround(SyntaxNode code)
        => code.Ancestors().TakeWhile(static it => it is not BaseTypeDeclarationSyntax).Where(static it => NameOf(it) is not null);

    public static IEnumerable<string> NamesAround(SyntaxNode code) => FunctionsAround(code).Select(NameOf).OfType<string>();

    /// <summary>The simple name of what is called; empty where the call names nothing.</summary>
    public static string CalleeOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax it => it.Identifier.ValueText,
        MemberAccessExpressionSyntax it => it.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax it => it.Name.Identifier.ValueText,
        _ => string.Empty,
    };

    /// <summary>It has that many parameters at least.</summary>
    public static bool HasParameters(SyntaxNode function, int least) => Parameters(function).Count() >= least;

    /// <summary>The type it returns, where it returns one.</summary>
    public static TypeSyntax? ReturnType(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax it => it.ReturnType,
        LocalFunctionStatementSyntax it => it.ReturnType,
        PropertyDeclarationSyntax it => it.Type,
        _ => null,
    };

    private static IEnumerable<ParameterSyntax> Parameters(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax it => it.ParameterList.Parameters,
        LocalFunctionStatementSyntax it => it.ParameterList.Parameters,
        _ => [],
    };
}
