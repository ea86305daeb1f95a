namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT213: a <c>StopAsync</c> that disposes what it has used, and fails on it when it is called again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopRunsOnlyOnceAnalyzer() : HostedServiceAnalyzer(Rules.StopRunsOnlyOnce)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        foreach (var stop in type.GetMembers().OfType<IMethodSymbol>().Where(it => it.Implements(model.Types.HostedService, "StopAsync")))
        {
            foreach (var (disposal, field) in Disposals(stop, model))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.StopRunsOnlyOnce, disposal.NamePlace(), field.Name));
            }
        }
    }

    private static IEnumerable<(IInvocationOperation Disposal, IFieldSymbol Field)> Disposals(IMethodSymbol stop, ShutdownModel model)
    {
        // What the first call changes may keep the second one away; what it leaves alone is the same for both.
        var code = new CertainCode(model, model.Types["System.ObjectDisposedException"], condition => !MayChange(condition, model)).Of(stop)
            .Select(static it => it.Operation)
            .Where(it => IsIn(stop.ContainingType, it));
        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var call in code.OfType<IInvocationOperation>())
        {
            if (OwnField(call.Instance) is not { } field || !StaysWhatItIs(field, model))
            {
                continue;
            }

            if (IsDisposal(call.TargetMethod) && used.Contains(field))
            {
                yield return (call, field);
            }
            else if (FailsOnDisposed(call, model.Types))
            {
                used.Add(field);
            }
        }
    }

    private static bool IsIn(INamedTypeSymbol type, IOperation operation)
        => type.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == operation.Syntax.SyntaxTree && it.Span.Contains(operation.Syntax.Span));

    private static bool IsDisposal(IMethodSymbol method) => method is { Name: "Dispose" or "DisposeAsync", Parameters: [] };

    private static IFieldSymbol? OwnField(IOperation? instance)
        => instance.Accessed() is IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } ? field : null;

    // Close, Stop and the like may be called again; so may what these types do (measured). What a type of the project does
    // when it has been disposed is not known from its name.
    private static bool FailsOnDisposed(IInvocationOperation call, KnownTypes types)
        => call.Instance?.Type is { DeclaringSyntaxReferences: [] } type
        && (type.DerivesFrom(types.Disposable) || type.DerivesFrom(types.AsyncDisposable))
        && !call.TargetMethod.IsRelease()
        && call.TargetMethod.ContainingType.SpecialType != SpecialType.System_Object
        && !Forgiving.Any(it => type.DerivesFrom(types[it]));

    private static readonly ImmutableArray<string> Forgiving =
    [
        "System.Threading.Tasks.Task", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Timers.Timer", "System.Threading.ManualResetEventSlim",
    ];

    private static bool MayChange(IOperation condition, ShutdownModel model)
        => condition.DescendantsAndSelf().Any(it => it switch
        {
            IFieldReferenceOperation field => !StaysWhatItIs(field.Field, model),
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => false,
            IMemberReferenceOperation or IInvocationOperation or ILocalReferenceOperation => true,
            _ => false,
        });

    // The stop path does not write it: not _x = null, nor Interlocked.Exchange(ref _x, null).
    private static bool StaysWhatItIs(IFieldSymbol field, ShutdownModel model)
        => model.References.To(field) is { IsDefault: false } references
        && !references.Any(it => it.IsWritten() && model.RunsAtStop(it));
}
