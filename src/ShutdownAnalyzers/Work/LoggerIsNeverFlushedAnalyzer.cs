namespace ShutdownAnalyzers.Work;

/// <summary>SHUT603: a logger that holds lines back, in a program that never closes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoggerIsNeverFlushedAnalyzer() : ShutdownAnalyzer(Rules.LoggerIsNeverFlushed)
{
    /// <summary>The property of a diagnostic that names the missing call.</summary>
    internal const string MissingCall = "MissingCall";

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        // A library's loggers are closed by the program that uses it.
        if (!model.IsExecutable)
        {
            return;
        }

        var buffers = new LogBuffers(model);
        if (model.Types["Microsoft.Extensions.Logging.LoggerFactory"] is { } factory)
        {
            context.RegisterCode(
                model,
                it => it.CreationsOf(factory.Name).Concat(it.Has(factory.Name) ? it.CallsOf("Create") : []),
                it => AnalyzeFactory(it, factory, buffers, model),
                OperationKind.Invocation,
                OperationKind.ObjectCreation);
        }

        if (model.Types["Serilog.LoggerConfiguration"] is { } configuration)
        {
            var closing = new SerilogClosing(model);
            context.RegisterCalls(model, ["CreateLogger", "CreateBootstrapLogger"], it => AnalyzeSerilog(it, configuration, closing, buffers));
        }

        if (model.Types["NLog.LogManager"] is { } manager)
        {
            context.RegisterMembers(model, static it => it.Names("AutoShutdown"), it => AnalyzeNLog(it, manager, buffers, model), OperationKind.SimpleAssignment);
        }
    }

    private static void AnalyzeFactory(CodeContext context, INamedTypeSymbol factory, LogBuffers buffers, ShutdownModel model)
    {
        var creates = context.Operation is IObjectCreationOperation creation && creation.Type.Is(factory)
            || context.Operation is IInvocationOperation { TargetMethod: { Name: "Create", ContainingType: var type } } && type.Is(factory);
        if (creates && model.Owner.Of(context.Operation).Fate == Fate.Nobody && buffers.InFactory(context.Operation))
        {
            Report(context, context.Operation.Syntax.GetLocation(), "LoggerFactory.Dispose");
        }
    }

    private static void AnalyzeSerilog(CodeContext context, INamedTypeSymbol configuration, SerilogClosing closing, LogBuffers buffers)
    {
        if (context.Operation is IInvocationOperation { TargetMethod.Name: "CreateLogger" or "CreateBootstrapLogger" } create
            && create.Receiver()?.Type.Is(configuration) == true
            && buffers.InSerilog(create)
            && closing.MissingFor(create) is { } call)
        {
            Report(context, create.NamePlace(), call);
        }
    }

    // NLog closes itself when the process exits by itself, unless that is switched off.
    private static void AnalyzeNLog(CodeContext context, INamedTypeSymbol manager, LogBuffers buffers, ShutdownModel model)
    {
        if (context.Operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "AutoShutdown" } property }, Value.ConstantValue: { HasValue: true, Value: false } }
            && property.ContainingType.Is(manager)
            && buffers.InNLog()
            && !model.IsCalled(manager, "Shutdown", "Flush")
            && !IsFactoryClosed(model.Types["NLog.LogFactory"], model))
        {
            Report(context, context.Operation.Syntax.GetLocation(), "LogManager.Shutdown");
        }
    }

    // Calls of IDisposable.Dispose() on something else are not meant.
    private static bool IsFactoryClosed(INamedTypeSymbol? factory, ShutdownModel model)
        => model.UsesOf(factory, "Shutdown", "Flush", "Dispose").Any(it => it is not IInvocationOperation call || call.Instance?.Type.DerivesFrom(factory) == true);

    private static void Report(CodeContext context, Location place, string call)
        => context.ReportDiagnostic(Diagnostic.Create(
            Rules.LoggerIsNeverFlushed, place, ImmutableDictionary<string, string?>.Empty.Add(MissingCall, call), call));
}
