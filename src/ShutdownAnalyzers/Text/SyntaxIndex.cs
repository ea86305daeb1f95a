using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// Where a syntax tree uses and declares which name, and where its loops and handlers are: the cheap half of "who refers to
/// this?" and "what is there to look at?". Its words are read at once; syntax is looked at only where somebody asks for it. Kept
/// with the tree, so that in an editor only the file that was typed in is read again.
/// </summary>
internal sealed class SyntaxIndex
{
    /// <summary>The key of <c>new(...)</c>, which names no type.</summary>
    public const string TargetTypedNew = "new";

    /// <summary>The key of <c>: base(...)</c> and <c>: this(...)</c>.</summary>
    public const string ConstructorInitializer = ".ctor";

    private static readonly ConditionalWeakTable<SyntaxTree, SyntaxIndex> Known = new();

    private readonly CompilationUnitSyntax root;
    private readonly ConcurrentDictionary<string, IReadOnlyList<SyntaxNode>> uses = new(1, 7, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<SyntaxNode>> declarations = new(1, 7, StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<StatementSyntax>> loops;
    private readonly Lazy<ImmutableArray<StatementSyntax>> openLoops;
    private readonly Lazy<ImmutableArray<TryStatementSyntax>> tries;
    private readonly Lazy<ImmutableArray<BaseObjectCreationExpressionSyntax>> creations;
    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> factories;
    private readonly Lazy<ImmutableArray<AnonymousFunctionExpressionSyntax>> lambdas;
    private readonly Lazy<ImmutableArray<string>> tokens;
    private readonly Lazy<Outline> outline;

    private SyntaxIndex(SyntaxTree tree)
    {
        Tree = tree;
        root = (CompilationUnitSyntax)tree.GetRoot();
        Words = new(tree.GetText());
        outline = new(() => new(this, root));
        loops = new(() => [.. AllAt<WhileStatementSyntax>("while"), .. AllAt<DoStatementSyntax>("do"), .. AllAt<ForStatementSyntax>("for"), .. AllAt<CommonForEachStatementSyntax>("foreach")]);
        openLoops = new(() => [.. Loops.Where(LoopShapes.MayBeOpen)]);
        tries = new(() => [.. AllAt<TryStatementSyntax>("try")]);
        creations = new(() => [.. AllAt<BaseObjectCreationExpressionSyntax>("new")]);
        factories = new(() => [.. Words.Distinct.Where(Releases.IsNamedLikeFactory).SelectMany(CallsOf)]);
        lambdas = new(() => [.. Words.Arrows.Select(it => TokenAt(it).Parent).OfType<AnonymousFunctionExpressionSyntax>(), .. AllAt<AnonymousFunctionExpressionSyntax>("delegate")]);
        tokens = new(() => [.. FindTokens()]);
    }

    public SyntaxTree Tree { get; }

    public Words Words { get; }

    /// <summary>The functions, and what they name.</summary>
    public IEnumerable<FunctionText> Functions => outline.Value.Functions.Values;

    /// <summary>The functions of this name.</summary>
    public FunctionText? FunctionOf(string name) => outline.Value.Functions.TryGetValue(name, out var found) ? found : null;

    /// <summary>The declarations of classes, structs, records and interfaces, nested ones too.</summary>
    public IReadOnlyList<TypeDeclarationSyntax> Types => outline.Value.Types;

    /// <summary>The members that have code, and the top-level statements. None is in another.</summary>
    public IReadOnlyList<SyntaxNode> Code => outline.Value.Code;

    /// <summary>All <c>while</c>, <c>do</c>, <c>for</c> and <c>foreach</c> statements.</summary>
    public ImmutableArray<StatementSyntax> Loops => loops.Value;

    /// <summary>The loops that may be meant to run as long as the service does.</summary>
    public ImmutableArray<StatementSyntax> OpenLoops => openLoops.Value;

    /// <summary>All <c>try</c> statements.</summary>
    public ImmutableArray<TryStatementSyntax> Tries => tries.Value;

    /// <summary>One of the <see cref="OpenLoops"/> is in this code.</summary>
    public bool HasOpenLoop(SyntaxNode code)
    {
        foreach (var loop in OpenLoops)
        {
            if (code.Span.Contains(loop.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All lambdas and anonymous methods.</summary>
    public ImmutableArray<AnonymousFunctionExpressionSyntax> Lambdas => lambdas.Value;

    /// <summary>All <c>new X(...)</c> and <c>new(...)</c>.</summary>
    public ImmutableArray<BaseObjectCreationExpressionSyntax> Creations => creations.Value;

    /// <summary>The creations of what may be of a type of this name.</summary>
    public IEnumerable<SyntaxNode> CreationsOf(string type) => creations.Value.Where(it => WrittenTypes.Of(it) is not { } written || written == type);

    /// <summary>The calls of what has one of these names.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(HashSet<string> names) => CallsAt(Names(names));

    /// <summary>The calls of what has this name.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(string name) => CallsAt(Names(name));

    /// <summary>The names of all fields, properties, parameters and variables that are declared as a <c>CancellationToken</c>.</summary>
    public ImmutableArray<string> Tokens => tokens.Value;

    /// <summary>The code has a method or local function of this name.</summary>
    public bool Declares(string function) => outline.Value.Functions.ContainsKey(function);

    /// <summary>The code has a field, property, parameter or variable of this name.</summary>
    public bool DeclaresVariable(string name) => DeclarationsOf(name).Count > 0;

    /// <summary>The calls whose name says that they create something.</summary>
    public ImmutableArray<InvocationExpressionSyntax> CallsOfFactories => factories.Value;

    /// <summary>The text has the name, if only in a comment.</summary>
    public bool Has(string name) => name == ConstructorInitializer ? outline.Value.ConstructorInitializers.Count > 0 : Words.Has(name);

    /// <summary>The name wherever it stands in the code.</summary>
    public IReadOnlyList<SyntaxNode> Names(string name) => Has(name) ? uses.GetOrAdd(name, Find) : [];

    /// <summary>The names wherever they stand in the code.</summary>
    public IReadOnlyList<SyntaxNode> Names(HashSet<string> names)
    {
        List<SyntaxNode>? all = null;

        // Whichever are fewer: the names, or those of the file.
        if (names.Count > Words.Distinct.Count)
        {
            foreach (var word in Words.Distinct)
            {
                if (names.Contains(word))
                {
                    (all ??= []).AddRange(Names(word));
                }
            }
        }
        else
        {
            foreach (var name in names)
            {
                if (Words.Has(name))
                {
                    (all ??= []).AddRange(Names(name));
                }
            }
        }

        return all ?? (IReadOnlyList<SyntaxNode>)[];
    }

    /// <summary>The name wherever nothing is handed to it: as a method group, or as something else than a method.</summary>
    public IEnumerable<SimpleNameSyntax> NotCalled(string name)
    {
        for (var time = 0; time < Words.Count(name); time++)
        {
            if (Words.Place(name, time) is var (position, around) && (around & WordPlace.Called) == 0 && TokenAt(position).Parent is SimpleNameSyntax used)
            {
                yield return used;
            }
        }
    }

    /// <summary>Where the tree uses the name.</summary>
    public static IReadOnlyList<SyntaxNode> Uses(SyntaxTree tree, string name) => Of(tree).Names(name);

    /// <summary>The fields, properties, parameters and variables of that name.</summary>
    public static IReadOnlyList<SyntaxNode> Declarations(SyntaxTree tree, string name) => Of(tree).DeclarationsOf(name);

    /// <summary>The names that stand for a type of another name: aliases and type parameters.</summary>
    public static HashSet<string> Standins(SyntaxTree tree) => Of(tree).outline.Value.Standins;

    public static SyntaxIndex Of(SyntaxTree tree) => Known.GetValue(tree, static it => new SyntaxIndex(it));

    /// <summary>The token that begins there; none where that is in a comment or a string.</summary>
    public SyntaxToken TokenAt(int position)
    {
        var token = root.FindToken(position);
        return token.SpanStart == position || (token.SpanStart == position - 1 && token.IsVerbatimIdentifier()) ? token : default;
    }

    private List<T> AllAt<T>(string word)
    {
        var all = new List<T>(Words.Count(word));
        for (var time = 0; time < Words.Count(word); time++)
        {
            if (TokenAt(Words.Place(word, time).Position).Parent is T one)
            {
                all.Add(one);
            }
        }

        return all;
    }

    private IReadOnlyList<SyntaxNode> Find(string name) => name switch
    {
        TargetTypedNew => [.. Creations.OfType<ImplicitObjectCreationExpressionSyntax>()],
        ConstructorInitializer => outline.Value.ConstructorInitializers,
        _ => AllAt<SimpleNameSyntax>(name),
    };

    private IReadOnlyList<SyntaxNode> DeclarationsOf(string name) => Words.StandsAlone(name) ? declarations.GetOrAdd(name, it => [.. FindDeclarations(it)]) : [];

    private IEnumerable<SyntaxNode> FindDeclarations(string name)
    {
        for (var time = 0; time < Words.Count(name); time++)
        {
            // What is declared is neither called there nor a member of something.
            if (Words.Place(name, time) is var (position, around) && (around & (WordPlace.Called | WordPlace.Member)) == 0 && TokenAt(position) is { Parent: { } declaration } token
                && declaration is VariableDeclaratorSyntax or ParameterSyntax or PropertyDeclarationSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax
                    or FromClauseSyntax or LetClauseSyntax or JoinClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax
                && IdentifierOf(declaration) == token)
            {
                yield return declaration;
            }
        }
    }

    private IEnumerable<string> FindTokens()
    {
        foreach (var type in Names("CancellationToken"))
        {
            SyntaxNode written = type;
            while (written.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
            {
                written = written.Parent;
            }

            switch (written.Parent)
            {
                case VariableDeclarationSyntax variables:
                    foreach (var variable in variables.Variables)
                    {
                        yield return variable.Identifier.ValueText;
                    }

                    break;
                case ObjectCreationExpressionSyntax { Parent.Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } }:
                    yield return name;
                    break;
                case PropertyDeclarationSyntax or ParameterSyntax or ForEachStatementSyntax:
                    yield return IdentifierOf(written.Parent).ValueText;
                    break;
                case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier.ValueText: var name } }:
                    yield return name;
                    break;
                case DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax { Identifier.ValueText: var name } }:
                    yield return name;
                    break;
            }
        }
    }

    private static SyntaxToken IdentifierOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax it => it.Identifier,
        ParameterSyntax it => it.Identifier,
        PropertyDeclarationSyntax it => it.Identifier,
        SingleVariableDesignationSyntax it => it.Identifier,
        ForEachStatementSyntax it => it.Identifier,
        CatchDeclarationSyntax it => it.Identifier,
        FromClauseSyntax it => it.Identifier,
        LetClauseSyntax it => it.Identifier,
        JoinClauseSyntax it => it.Identifier,
        JoinIntoClauseSyntax it => it.Identifier,
        QueryContinuationSyntax it => it.Identifier,
        _ => default,
    };

    private static IReadOnlyList<InvocationExpressionSyntax> CallsAt(IReadOnlyList<SyntaxNode> names)
    {
        List<InvocationExpressionSyntax>? calls = null;
        foreach (var name in names)
        {
            if (CallOf(name) is { } call)
            {
                (calls ??= []).Add(call);
            }
        }

        return calls ?? (IReadOnlyList<InvocationExpressionSyntax>)[];
    }

    /// <summary>The call of what this name names.</summary>
    public static InvocationExpressionSyntax? CallOf(SyntaxNode name)
    {
        var callee = name.Parent is MemberBindingExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name) ? name.Parent : name;
        return callee.Parent is InvocationExpressionSyntax call && call.Expression == callee ? call : null;
    }
}
