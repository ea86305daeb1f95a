using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// Where a syntax tree uses and declares which name, and where its loops and handlers are: the cheap half of "who refers to
/// this?" and "what is there to look at?". Kept with the tree, so that in an editor only the file that was typed in is read again.
/// </summary>
internal sealed class SyntaxIndex
{
    /// <summary>The key of <c>new(...)</c>, which names no type.</summary>
    public const string TargetTypedNew = "new";

    /// <summary>The key of <c>: base(...)</c> and <c>: this(...)</c>.</summary>
    public const string ConstructorInitializer = ".ctor";

    private static readonly ConditionalWeakTable<SyntaxTree, SyntaxIndex> Known = new();

    private readonly Dictionary<string, List<SyntaxNode>> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SyntaxNode>> declarations = new(StringComparer.Ordinal);
    private readonly HashSet<string> standins = new(StringComparer.Ordinal);
    private readonly List<StatementSyntax> loops = [];
    private readonly List<TryStatementSyntax> tries = [];
    private readonly List<BaseObjectCreationExpressionSyntax> creations = [];
    private readonly List<CallShape> calls = [];
    private readonly List<ExpressionSyntax> handed = [];
    private readonly List<SyntaxNode> functionNodes = [];
    private readonly List<AssignmentExpressionSyntax> additions = [];
    private readonly Dictionary<string, FunctionText> functions = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> factories;
    private readonly Lazy<ImmutableArray<string>> tokens;
    private readonly Lazy<ImmutableArray<StartShape>> starts;
    private readonly Lazy<ImmutableArray<string>> mayReturnTasks;

    private SyntaxIndex(SyntaxTree tree)
    {
        Tree = tree;
        factories = new(() => [.. calls.Where(static it => Releases.IsNamedLikeFactory(it.Callee)).Select(static it => it.Node)]);
        tokens = new(() => [.. declarations.Where(static it => it.Value.Any(static declaration => WrittenTypes.In(declaration) == "CancellationToken")).Select(static it => it.Key)]);
        starts = new(() => [.. StartShape.In(this)]);
        mayReturnTasks = new(() => [.. functionNodes.Where(StartShape.MayReturnTask).Select(WrittenSignatures.NameOf).OfType<string>(), .. declarations.Where(static it => it.Value.Any(StartShape.MayReturnTask)).Select(static it => it.Key)]);
        var around = new Stack<(int End, FunctionText Function)>();
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            while (around.Count > 0 && node.SpanStart >= around.Peek().End)
            {
                around.Pop();
            }

            if (WrittenSignatures.NameOf(node) is { } function)
            {
                if (!functions.TryGetValue(function, out var known))
                {
                    functions.Add(function, known = new(function));
                }

                functionNodes.Add(node);
                around.Push((node.Span.End, known));
            }

            if (node is SimpleNameSyntax used)
            {
                foreach (var (_, outer) in around)
                {
                    outer.Names.Add(used.Identifier.ValueText);
                }
            }

            if (node is ExpressionSyntax value && StopBeginnings.IsHanded(value))
            {
                handed.Add(value);
            }

            switch (node)
            {
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax:
                    loops.Add((StatementSyntax)node);
                    break;
                case TryStatementSyntax it:
                    tries.Add(it);
                    break;
                case BaseObjectCreationExpressionSyntax it:
                    creations.Add(it);
                    break;
                case InvocationExpressionSyntax it:
                    calls.Add(new CallShape(it));
                    break;
                case AssignmentExpressionSyntax it when it.IsKind(SyntaxKind.AddAssignmentExpression):
                    additions.Add(it);
                    break;
            }

            switch (node)
            {
                case SimpleNameSyntax name:
                    Add(uses, name.Identifier, name);
                    break;
                case ImplicitObjectCreationExpressionSyntax:
                    Add(uses, TargetTypedNew, node);
                    break;
                case ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax:
                    Add(uses, ConstructorInitializer, node);
                    break;
                case VariableDeclaratorSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case ParameterSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case PropertyDeclarationSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case SingleVariableDesignationSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case ForEachStatementSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case CatchDeclarationSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case FromClauseSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case LetClauseSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case JoinClauseSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case JoinIntoClauseSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case QueryContinuationSyntax it:
                    Add(declarations, it.Identifier, node);
                    break;
                case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias }:
                    standins.Add(alias);
                    break;
                case TypeParameterSyntax it:
                    standins.Add(it.Identifier.ValueText);
                    break;
            }
        }
    }

    public SyntaxTree Tree { get; }

    /// <summary>The functions, and what they name.</summary>
    public IReadOnlyCollection<FunctionText> Functions => functions.Values;

    /// <summary>The functions of this name.</summary>
    public FunctionText? FunctionOf(string name) => functions.TryGetValue(name, out var found) ? found : null;

    /// <summary>What may start something that goes on by itself.</summary>
    public ImmutableArray<StartShape> Starts => starts.Value;

    /// <summary>The names of functions and delegates that may return a task.</summary>
    public ImmutableArray<string> MayReturnTasks => mayReturnTasks.Value;

    /// <summary>All <c>while</c>, <c>do</c>, <c>for</c> and <c>foreach</c> statements.</summary>
    public IReadOnlyList<StatementSyntax> Loops => loops;

    /// <summary>All <c>try</c> statements.</summary>
    public IReadOnlyList<TryStatementSyntax> Tries => tries;

    /// <summary>What may be a delegate that is handed on.</summary>
    public IReadOnlyList<ExpressionSyntax> Handed => handed;

    /// <summary>All calls.</summary>
    public IReadOnlyList<CallShape> Calls => calls;

    /// <summary>All <c>new X(...)</c> and <c>new(...)</c>.</summary>
    public IReadOnlyList<BaseObjectCreationExpressionSyntax> Creations => creations;

    /// <summary>All <c>x += y</c>.</summary>
    public IReadOnlyList<AssignmentExpressionSyntax> Additions => additions;

    /// <summary>The creations of what may be of a type of this name.</summary>
    public IEnumerable<SyntaxNode> CreationsOf(string type) => creations.Where(it => WrittenTypes.Of(it) is not { } written || written == type);

    /// <summary>The calls of what has one of these names.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(HashSet<string> names) => CallsAt(Names(names));

    /// <summary>The calls of what has this name.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(string name) => CallsAt(Names(name));

    /// <summary>The names of all fields, properties, parameters and variables that are declared as a <c>CancellationToken</c>.</summary>
    public ImmutableArray<string> Tokens => tokens.Value;

    /// <summary>Something of this name is declared without a type.</summary>
    public bool IsInferred(string name) => declarations.TryGetValue(name, out var found) && found.Any(static it => WrittenTypes.In(it) is null);

    /// <summary>The code has a method or local function of this name.</summary>
    public bool Declares(string function) => functions.ContainsKey(function);

    /// <summary>The calls whose name says that they create something.</summary>
    public ImmutableArray<InvocationExpressionSyntax> CallsOfFactories => factories.Value;

    /// <summary>The code uses the name.</summary>
    public bool Has(string name) => uses.ContainsKey(name);

    /// <summary>The name wherever it stands in the code.</summary>
    public IReadOnlyList<SyntaxNode> Names(string name) => uses.TryGetValue(name, out var found) ? found : [];

    /// <summary>The names wherever they stand in the code.</summary>
    public IReadOnlyList<SyntaxNode> Names(HashSet<string> names)
    {
        List<SyntaxNode>? all = null;

        // Whichever are fewer: the names, or those of the file.
        if (names.Count > uses.Count)
        {
            foreach (var used in uses)
            {
                if (names.Contains(used.Key))
                {
                    (all ??= []).AddRange(used.Value);
                }
            }
        }
        else
        {
            foreach (var name in names)
            {
                if (uses.TryGetValue(name, out var found))
                {
                    (all ??= []).AddRange(found);
                }
            }
        }

        return all ?? (IReadOnlyList<SyntaxNode>)[];
    }

    /// <summary>Where the tree uses the name.</summary>
    public static IReadOnlyList<SyntaxNode> Uses(SyntaxTree tree, string name) => Of(tree).uses.TryGetValue(name, out var found) ? found : [];

    /// <summary>The fields, properties, parameters and variables of that name.</summary>
    public static IReadOnlyList<SyntaxNode> Declarations(SyntaxTree tree, string name) => Of(tree).declarations.TryGetValue(name, out var found) ? found : [];

    /// <summary>The names that stand for a type of another name: aliases and type parameters.</summary>
    public static HashSet<string> Standins(SyntaxTree tree) => Of(tree).standins;

    /// <summary>Every name that the tree uses, once.</summary>
    public static IReadOnlyCollection<string> NamesIn(SyntaxTree tree) => Of(tree).uses.Keys;

    public static SyntaxIndex Of(SyntaxTree tree) => Known.GetValue(tree, static it => new SyntaxIndex(it));

    private static IReadOnlyList<InvocationExpressionSyntax> CallsAt(IReadOnlyList<SyntaxNode> names)
    {
        List<InvocationExpressionSyntax>? calls = null;
        foreach (var name in names)
        {
            var callee = name.Parent is MemberBindingExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name) ? name.Parent : name;
            if (callee.Parent is InvocationExpressionSyntax call && call.Expression == callee)
            {
                (calls ??= []).Add(call);
            }
        }

        return calls ?? (IReadOnlyList<InvocationExpressionSyntax>)[];
    }

    private static void Add(Dictionary<string, List<SyntaxNode>> index, SyntaxToken name, SyntaxNode node) => Add(index, name.ValueText, node);

    private static void Add(Dictionary<string, List<SyntaxNode>> index, string name, SyntaxNode node)
    {
        if (!index.TryGetValue(name, out var list))
        {
            index.Add(name, list = []);
        }

        list.Add(node);
    }
}
