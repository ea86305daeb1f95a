using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// Whether a <c>StartAsync</c> or <c>StopAsync</c> that replaces the one of <c>BackgroundService</c> gets to what it
/// replaces: itself, or through helpers, local functions, lambdas, and the types above and below it.
/// </summary>
internal sealed class BaseCall
{
    private readonly ShutdownModel model;
    private readonly IMethodSymbol method;
    private readonly ImmutableHashSet<ISymbol?> replaced;
    private readonly Dictionary<IMethodSymbol, Way> ways = new(SymbolEqualityComparer.Default);
    private readonly List<IOperation> code = [];
    private bool callsTheUnknown;

    private BaseCall(IMethodSymbol method, ShutdownModel model)
    {
        this.model = model;
        this.method = method;
        replaced = method.OverrideChain().Skip(1).Select(static it => it.OriginalDefinition).ToImmutableHashSet<ISymbol?>(SymbolEqualityComparer.Default);

        var way = Follow(method);
        IsMade = way.IsAwaited || (way.Dropped is null && callsTheUnknown && AnotherMemberCallsBase());
        Dropped = way.IsAwaited ? null : way.Dropped;
    }

    /// <summary>The base is called on some path, and its task is not thrown away.</summary>
    public bool IsMade { get; }

    /// <summary>The call whose task nobody awaits, where that is the only way to the base.</summary>
    public IOperation? Dropped { get; }

    /// <summary>Every operation that the method gets to, its helpers' too.</summary>
    public IEnumerable<IOperation> Code => code;

    /// <summary>
    /// The facts about a method that the host calls instead of the one of <c>BackgroundService</c>: an override, or an
    /// implementation anew of <c>IHostedService</c> in a derived type. <see langword="null"/> for every other method.
    /// </summary>
    public static BaseCall? Of(IMethodSymbol method, string name, ShutdownModel model)
        => !method.IsAbstract
            && method.Implements(model.Types.HostedService, name)
            && method.ContainingType.BaseType.DerivesFrom(model.Types.BackgroundService)
            && model.Bodies.Of(method) is { } body
            && !OnlyThrows(body)
            ? new BaseCall(method, model)
            : null;

    // "Not supported" is a decision, not an oversight.
    private static bool OnlyThrows(IOperation body)
        => body is IMethodBodyOperation { BlockBody: var block, ExpressionBody: var expression }
        && (block ?? expression)!.Operations.LastOrDefault() switch
        {
            IThrowOperation => !body.OwnDescendantsAndSelf().Any(static it => it is IReturnOperation),
            IReturnOperation last => last.ReturnedValue.Bare() is IThrowOperation,
            IExpressionStatementOperation last => last.Operation.Bare() is IThrowOperation,
            _ => false,
        };

    private Way Follow(IMethodSymbol callee)
    {
        callee = callee.OriginalDefinition;
        if (ways.TryGetValue(callee, out var known))
        {
            return known;
        }

        ways[callee] = Way.None;   // a recursive call adds nothing
        return ways[callee] = model.Bodies.Of(callee) is { } body ? WayIn(body) : Way.None;
    }

    private Way WayIn(IOperation body)
    {
        var way = Way.None;
        foreach (var operation in body.OwnDescendantsAndSelf())
        {
            code.Add(operation);
            way = way.Or(operation switch
            {
                IInvocationOperation call => WayBy(call, call.TargetMethod, call.Instance),
                IMethodReferenceOperation reference => WayBy(reference, reference.Method, reference.Instance),
                IPropertyReferenceOperation { Property.GetMethod: { } getter } read => WayBy(read, getter, read.Instance),
                _ => Way.None,
            });

            foreach (var lambda in operation.ChildOperations.OfType<IAnonymousFunctionOperation>())
            {
                way = way.Or(WayIn(lambda.Body));
            }
        }

        return way;
    }

    private Way WayBy(IOperation use, IMethodSymbol callee, IOperation? instance)
    {
        var self = instance.Bare() as IInstanceReferenceOperation;
        if (self is not null && IsReplaced(callee, self))
        {
            return use is IInvocationOperation call && model.NobodyWaitsFor(call) ? new Way(IsAwaited: false, use) : new Way(IsAwaited: true, null);
        }

        callsTheUnknown |= callee.MethodKind == MethodKind.DelegateInvoke;
        if (!IsHelper(callee, self))
        {
            return Way.None;
        }

        if (callee.DeclaringSyntaxReferences.IsEmpty && callee.ContainingType.BaseType.DerivesFrom(model.Types.BackgroundService))
        {
            return new Way(IsAwaited: true, null);   // what a library's base class does is not for us to doubt
        }

        var way = Way.None;
        foreach (var body in Implementations(callee, self))
        {
            way = way.Or(Follow(body));
        }

        // What goes wrong in a helper is told of its call: findings stay in the method they are about.
        return way.Dropped is not null || (way.IsAwaited && use is IInvocationOperation helper && model.NobodyWaitsFor(helper))
            ? new Way(IsAwaited: way.Dropped is not null && way.IsAwaited, use)
            : way;
    }

    // Only code that runs on this very object, or stands inside the method, can call its base.
    private bool IsHelper(IMethodSymbol callee, IInstanceReferenceOperation? self)
        => self is not null || callee.MethodKind == MethodKind.LocalFunction || (callee.IsStatic && callee.ContainingType.OriginalDefinition.Is(method.ContainingType));

    // What replaces by 'new' or by an explicit implementation gets to the replaced method by any call of it on itself.
    private bool IsReplaced(IMethodSymbol callee, IInstanceReferenceOperation self)
        => (self.Syntax is BaseExpressionSyntax && replaced.Contains(callee.OriginalDefinition))
        || (!method.OverrideChain().Any(IsOfBackgroundService) && !callee.OriginalDefinition.Is(method)
            && callee.MethodKind == MethodKind.Ordinary && callee.Name == method.SimpleName()
            && callee.OverrideChain().Any(IsOfBackgroundService));

    private bool IsOfBackgroundService(IMethodSymbol it) => it.ContainingType.Is(model.Types.BackgroundService);

    // A virtual helper means the one of this type and those of the types below it, seen or not.
    private IEnumerable<IMethodSymbol> Implementations(IMethodSymbol callee, IInstanceReferenceOperation? self)
    {
        if (self is null or { Syntax: BaseExpressionSyntax } || !(callee.IsVirtual || callee.IsAbstract || callee.IsOverride))
        {
            return [callee];
        }

        callsTheUnknown = true;
        return method.ContainingType.SourceHierarchy()
            .Concat(model.SourceTypes.DerivedFrom(method.ContainingType))
            .SelectMany(it => it.GetMembers(callee.Name).OfType<IMethodSymbol>())
            .Where(it => it.OverrideChain().Any(that => that.OriginalDefinition.Is(callee.OriginalDefinition)));
    }

    // A delegate, or a helper that unseen types override or declare, can lead to another member that calls the base.
    private bool AnotherMemberCallsBase()
        => model.Bodies.OfType(method.ContainingType).SelectMany(static it => it.Descendants()).Any(it => it switch
        {
            IInvocationOperation { Instance: IInstanceReferenceOperation self } call => IsReplaced(call.TargetMethod, self),
            IMethodReferenceOperation { Instance: IInstanceReferenceOperation self } reference => IsReplaced(reference.Method, self),
            _ => false,
        });

    private readonly record struct Way(bool IsAwaited, IOperation? Dropped)
    {
        public static Way None => default;

        public Way Or(Way other) => new(IsAwaited || other.IsAwaited, Dropped ?? other.Dropped);
    }
}
