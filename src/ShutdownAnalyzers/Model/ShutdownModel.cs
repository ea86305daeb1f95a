using System.Runtime.CompilerServices;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// What every rule speaks in: the facts about one compilation. Each part is computed when it is first asked for and
/// shared by all rules, so a compilation that no rule has a question about pays nothing.
/// </summary>
internal sealed class ShutdownModel
{
    private static readonly ConditionalWeakTable<Compilation, ShutdownModel> Known = new();

    // The runner's assemblies. A test project's hosts, loops and sockets end with the test run.
    private static readonly ImmutableHashSet<string> TestFrameworks = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "xunit.core", "xunit.v3.core", "nunit.framework", "MSTest.TestFramework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "TUnit.Core");

    // The same as Places, for one question each: most functions are far from any stop path or worker.
    private readonly Places stopPlaces;
    private readonly Places workerPlaces;
    private readonly NameReach stopReach;
    private readonly NameReach workerReach;

    private ShutdownModel(Compilation compilation)
    {
        Compilation = compilation;
        Types = new KnownTypes(compilation);
        Tokens = new Tokens(Types);
        Contracts = new Contracts(Types, compilation);
        Handovers = new Handovers(Types);
        Frameworks = new Frameworks(Types);
        Bodies = new Bodies(compilation);
        Declared = new Declared(Bodies);
        SourceTypes = new SourceTypes(compilation);
        var names = new NameGraph(compilation);
        References = new References(compilation, names, Bodies, SourceTypes);
        NamesLeadingTo = new NamesLeadingTo(names);
        WaitShapes = new WaitShapes(names);
        ScopedReturns = new ScopedReturns(names);
        LastingLoops = new LastingLoops(names, WaitShapes);
        OpenWaitShapes = new OpenWaitShapes(names, WaitShapes, LastingLoops, NamesLeadingTo);
        Swallowing = new Swallowing(names);
        Starting = new Starting(names);
        CleanupShapes = new CleanupShapes(names);
        Variables = new Variables();
        Uses = new Uses(this);
        Callees = new Callees(Bodies, References, SourceTypes);
        Pauses = new Pauses(Bodies, Callees);
        Repetitions = new Repetitions(this);
        LifetimeTokens = new LifetimeTokens(this);
        Places = new Places(this, static _ => true);
        stopReach = new NameReach(names, StopBeginnings.In);
        stopPlaces = new Places(this, stopReach.MayLeadTo);
        workerReach = new NameReach(names, static (_, _) => ["ExecuteAsync"]);
        workerPlaces = new Places(this, workerReach.MayLeadTo);
        Values = new Values(this);
        Sources = new Sources(this);
        Signals = new Signals(this);
        Checks = new Checks(this);
        Catches = new Catches(this);
        Throws = new Throws(this);
        Endings = new Endings(this);
        TimelyDisposals = new TimelyDisposals(this);
        Cancellations = new Cancellations(this);
        WaysOut = new WaysOut(this);
        StopPaths = new StopPaths(this);
        Waits = new Waits(Types);
        DeafWaits = new DeafWaits(Types);
        Timeouts = new Timeouts(this);
        LoopBounds = new LoopBounds(this);
        Wakers = new Wakers(this);
        OpenWaits = new OpenWaits(this);
        Races = new Races(this);
        StoppingHooks = new StoppingHooks(this);
        Budget = new Budget(this);
        Creations = new Creations(Types, Bodies);
        Disposals = new Disposals(Types, Bodies);
        Registrations = new Registrations(compilation, Types, Bodies, Creations);
        Owner = new Owner(this);
        LeftRunning = new LeftRunning(this);
        Steps = new Steps(this, static _ => true);
        StartedWorks = new StartedWorks(this, new Steps(this, Starting.MayBeIn));
        WorkEndings = new WorkEndings(this);
        StopWaits = new StopWaits(this);
        Lifespans = new Lifespans(this);
        IsTestProject = compilation.ReferencedAssemblyNames.Any(static it => TestFrameworks.Contains(it.Name));
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public Tokens Tokens { get; }

    public Contracts Contracts { get; }

    public Handovers Handovers { get; }

    public Frameworks Frameworks { get; }

    public Bodies Bodies { get; }

    public Declared Declared { get; }

    public SourceTypes SourceTypes { get; }

    public References References { get; }

    public NamesLeadingTo NamesLeadingTo { get; }

    public WaitShapes WaitShapes { get; }

    public OpenWaitShapes OpenWaitShapes { get; }

    public ScopedReturns ScopedReturns { get; }

    public LastingLoops LastingLoops { get; }

    public Swallowing Swallowing { get; }

    public Starting Starting { get; }

    public CleanupShapes CleanupShapes { get; }

    public Variables Variables { get; }

    public Uses Uses { get; }

    public Callees Callees { get; }

    public Pauses Pauses { get; }

    public Repetitions Repetitions { get; }

    public LifetimeTokens LifetimeTokens { get; }

    public Places Places { get; }

    public Values Values { get; }

    public Sources Sources { get; }

    public Signals Signals { get; }

    public Checks Checks { get; }

    public Catches Catches { get; }

    public Throws Throws { get; }

    public Endings Endings { get; }

    public TimelyDisposals TimelyDisposals { get; }

    public Cancellations Cancellations { get; }

    public WaysOut WaysOut { get; }

    public StopPaths StopPaths { get; }

    public Waits Waits { get; }

    public DeafWaits DeafWaits { get; }

    public Timeouts Timeouts { get; }

    public LoopBounds LoopBounds { get; }

    public Wakers Wakers { get; }

    public OpenWaits OpenWaits { get; }

    public Races Races { get; }

    public StoppingHooks StoppingHooks { get; }

    public Budget Budget { get; }

    public Creations Creations { get; }

    public Disposals Disposals { get; }

    public Registrations Registrations { get; }

    public Owner Owner { get; }

    public LeftRunning LeftRunning { get; }

    public Steps Steps { get; }

    public StartedWorks StartedWorks { get; }

    public WorkEndings WorkEndings { get; }

    public StopWaits StopWaits { get; }

    public Lifespans Lifespans { get; }

    public bool IsTestProject { get; }

    /// <summary>Some stop path runs this code.</summary>
    public bool RunsAtStop(IOperation operation) => stopPlaces.Of(operation).HasFlag(Place.Stop);

    /// <summary>Going by names, a stop path may lead to this method, or one may begin inside it.</summary>
    public bool MayRunAtStop(IMethodSymbol method)
        => stopReach.MayLeadTo(method)
        || Endings.IsNamedAsStop(method)
        || method.DeclaringSyntaxReferences.Any(static it => StopBeginnings.MayBeginIn(it.GetSyntax()));

    /// <summary>Going by names, the work of some hosted service may lead to this code.</summary>
    public bool MayRunInWorker(SyntaxNode code) => workerReach.MayLeadTo(code);

    /// <summary>The work of some hosted service runs this code.</summary>
    public bool RunsInWorker(IOperation operation) => workerPlaces.Of(operation).HasFlag(Place.Worker);

    /// <summary>The project is a program: no other code calls what it declares.</summary>
    public bool IsExecutable => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    /// <summary>Where the project uses the members of these names of a type; a member that is used too often to look at counts as unused.</summary>
    public IEnumerable<IOperation> UsesOf(INamedTypeSymbol? type, params string[] members)
        => type is null ? [] : members.SelectMany(it => type.GetMembers(it)).Select(References.To).Where(static it => !it.IsDefault).SelectMany(static it => it);

    /// <summary>The project calls one of these methods of the type, or hands it over as a delegate.</summary>
    public bool IsCalled(INamedTypeSymbol? type, params string[] methods) => UsesOf(type, methods).Any();

    public static ShutdownModel Of(Compilation compilation) => Known.GetValue(compilation, static it => new ShutdownModel(it));
}
