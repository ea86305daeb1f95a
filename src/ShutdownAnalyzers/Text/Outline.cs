using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What a file declares: its members and functions. The bodies are not looked into, except for local functions, which the words propose.</summary>
internal sealed class Outline
{
    private readonly Dictionary<string, FunctionText> functions = new(StringComparer.Ordinal);
    private readonly HashSet<int> declared = [];
    private readonly List<TypeDeclarationSyntax> types = [];
    private readonly List<SyntaxNode> code = [];
    private readonly List<SyntaxNode> initializers = [];
    private readonly HashSet<string> standins = new(StringComparer.Ordinal);
    private readonly SyntaxIndex file;

    public Outline(SyntaxIndex file, CompilationUnitSyntax root)
    {
        this.file = file;
        AddAliases(root.Usings);
        foreach (var member in root.Members)
        {
            Add(member);
        }

        foreach (var place in file.Words.At(WordPlace.Called | WordPlace.BehindType))
        {
            if (!declared.Contains(place) && file.TokenAt(place).Parent is LocalFunctionStatementSyntax local)
            {
                AddFunction(local);
                AddTypeParameters(local.TypeParameterList);
            }
        }
    }

    /// <summary>The functions by name.</summary>
    public IReadOnlyDictionary<string, FunctionText> Functions => functions;

    /// <summary>The declarations of classes, structs, records and interfaces, nested ones too.</summary>
    public IReadOnlyList<TypeDeclarationSyntax> Types => types;

    /// <summary>The members that have code, and the top-level statements. None is in another.</summary>
    public IReadOnlyList<SyntaxNode> Code => code;

    /// <summary>All <c>: base(...)</c> and <c>: this(...)</c>, and the base types that are handed arguments.</summary>
    public IReadOnlyList<SyntaxNode> ConstructorInitializers => initializers;

    /// <summary>The names that stand for a type of another name: aliases and type parameters.</summary>
    public HashSet<string> Standins => standins;

    private void Add(MemberDeclarationSyntax member)
    {
        AddFunction(member);
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                AddAliases(space.Usings);
                foreach (var inner in space.Members)
                {
                    Add(inner);
                }

                break;
            case TypeDeclarationSyntax type:
                types.Add(type);
                AddTypeParameters(type.TypeParameterList);
                initializers.AddRange(type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>() ?? []);
                foreach (var inner in type.Members)
                {
                    Add(inner);
                }

                break;
            case DelegateDeclarationSyntax it:
                AddTypeParameters(it.TypeParameterList);
                break;
            case EnumDeclarationSyntax:
                break;
            default:
                code.Add(member);
                AddTypeParameters((member as MethodDeclarationSyntax)?.TypeParameterList);
                if (member is ConstructorDeclarationSyntax { Initializer: { } initializer })
                {
                    initializers.Add(initializer);
                }

                break;
        }
    }

    private void AddFunction(SyntaxNode function)
    {
        if (WrittenSignatures.NameOf(function) is not { } name)
        {
            return;
        }

        if (!functions.TryGetValue(name, out var known))
        {
            functions.Add(name, known = new(name, file));
        }

        known.Add(function);
        declared.Add(WrittenSignatures.Identifier(function).SpanStart);
    }

    private void AddAliases(SyntaxList<UsingDirectiveSyntax> usings)
    {
        foreach (var it in usings)
        {
            if (it.Alias is { Name.Identifier.ValueText: var alias })
            {
                standins.Add(alias);
            }
        }
    }

    private void AddTypeParameters(TypeParameterListSyntax? list)
    {
        foreach (var it in list?.Parameters ?? default)
        {
            standins.Add(it.Identifier.ValueText);
        }
    }
}
