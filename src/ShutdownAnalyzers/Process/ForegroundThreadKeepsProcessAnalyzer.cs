namespace ShutdownAnalyzers.Process;

/// <summary>SHUT509: a thread that is started as a foreground thread, never joined, and that nothing tells to stop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForegroundThreadKeepsProcessAnalyzer() : ShutdownAnalyzer(Rules.ForegroundThreadKeepsProcess)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types["System.Threading.Thread"] is { } thread)
        {
            var work = new ThreadWork(model);
            context.RegisterCode(model, it => it.CreationsOf(thread.Name), it => Analyze(it, model, thread, work), OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model, INamedTypeSymbol thread, ThreadWork work)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!creation.Type.Is(thread)
            || creation.Arguments.FirstOrDefault()?.Value is not { } body
            || !model.Uses.ByCaller(creation).Any(KeepsProcess)
            || IsTheProgram(model))
        {
            return;
        }

        var end = work.EndOf(model.Callees.OfDelegate(body));
        if (end != ThreadEnd.Ends)
        {
            var severity = end == ThreadEnd.Loops ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
            context.ReportDiagnostic(Diagnostic.Create(Rules.ForegroundThreadKeepsProcess, creation.Syntax.GetLocation(), severity, null, null, WhatRuns(body)));
        }
    }

    // Started, in the foreground, and all that is done with it is known: nobody joins or interrupts it. Threads with an
    // apartment belong to a user interface, whose windows decide how long they live.
    private static bool KeepsProcess(Usage usage)
        => (usage.Calls("Start") || usage.Calls("UnsafeStart"))
        && !usage.Has(UseKind.Passed) && !usage.Has(UseKind.Returned)
        && !usage.Calls("Join") && !usage.Calls("Interrupt")
        && !usage.Calls("SetApartmentState") && !usage.Calls("TrySetApartmentState") && !usage.Assigned("ApartmentState").Any()
        && usage.Assigned("IsBackground").All(static it => it.ConstantValue is { HasValue: true, Value: false });

    // An entry point that starts its threads and returns lives by them: there is no host that could stop before them.
    private static bool IsTheProgram(ShutdownModel model)
        => model.Contracts.EntryPoint is { } entryPoint && model.Bodies.Of(entryPoint) is { } body && !model.Pauses.MayBeIn([body]);

    private static string WhatRuns(IOperation body) => body.Bare() switch
    {
        IMethodReferenceOperation group => $"'{group.Method.Name}'",
        IAnonymousFunctionOperation lambda when lambda.Body.Operations.Select(static it => (it as IExpressionStatementOperation)?.Operation.Bare()).FirstOrDefault() is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary } only }
            && lambda.Body.Operations.Count(static it => !it.IsImplicit) == 1 => $"'{only.Name}'",
        IParameterReferenceOperation parameter => $"'{parameter.Parameter.Name}'",
        _ => "its body",
    };
}
