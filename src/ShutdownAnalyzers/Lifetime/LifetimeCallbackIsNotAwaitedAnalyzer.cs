namespace ShutdownAnalyzers.Lifetime;

/// <summary>SHUT301: a callback of the lifetime that starts asynchronous work, although nothing waits for callbacks to finish it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifetimeCallbackIsNotAwaitedAnalyzer() : ShutdownAnalyzer(Rules.LifetimeCallbackIsNotAwaited)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null || model.Types["Microsoft.AspNetCore.Hosting.IApplicationLifetime"] is not null)
        {
            var callbacks = new LifetimeCallbacks(model);
            var work = new UnawaitedWork(model);
            var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of(["Register", "UnsafeRegister"], static it => WrittenSignatures.HasParameters(it, 1)));
            context.RegisterCode(model, it => it.CallsOf(helpers.Value), it => Analyze(it, callbacks, work), OperationKind.Invocation);
        }
    }

    private static void Analyze(CodeContext context, LifetimeCallbacks callbacks, UnawaitedWork work)
    {
        foreach (var callback in callbacks.In((IInvocationOperation)context.Operation))
        {
            if (callback.AtStart ? work.IsForgottenBy(callback.Delegate) : work.IsLeftBy(callback.Delegate))
            {
                var result = callback.AtStart
                    ? "at shutdown nobody waits for it, and if it fails the process dies"
                    : "at shutdown the process exits at the first await and the rest of it never runs";
                context.ReportDiagnostic(Diagnostic.Create(Rules.LifetimeCallbackIsNotAwaited, callback.Delegate.Syntax.GetLocation(), callback.Token, result));
            }
        }
    }
}
