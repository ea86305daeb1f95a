namespace ShutdownAnalyzers.Lifetime;

/// <summary>SHUT307: the task of a host's run, start or wait is thrown away, so the entry point may end before the host.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HostRunIsNotAwaitedAnalyzer() : ShutdownAnalyzer(Rules.HostRunIsNotAwaited)
{
    private static readonly HashSet<string> RunNames = ["RunAsync", "StartAsync", "WaitForShutdownAsync", "RunConsoleAsync"];

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.Task is { } task && (model.Types.Host is not null || model.Types["Microsoft.AspNetCore.Hosting.IWebHost"] is not null))
        {
            // What an async helper awaits goes on in the task of the helper.
            var runs = new Makers(model, task, it => IsRun(it, model.Types), static usage => usage.Has(UseKind.Returned) || usage.Has(UseKind.Awaited));
            var hosts = new HostsInUse(model);
            var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of(RunNames, static it => WrittenSignatures.Returns(it, "Task")));
            context.RegisterCode(model, it => it.CallsOf(helpers.Value), it => Analyze(it, model, runs, hosts), OperationKind.Invocation);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model, Makers runs, HostsInUse hosts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.Type.DerivesFrom(model.Types.Task)
            && IsLost(call, model)
            && runs.Of(call) is not null
            && !hosts.AreEndedElsewhere(call)
            && !IsUserInterface(model))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.HostRunIsNotAwaited, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool IsLost(IInvocationOperation call, ShutdownModel model)
        => model.NobodyWaitsFor(call) || (model.Uses.Of(call).All.All(static it => it.Kind == UseKind.Awaited) && IsLeftAlone(call.EnclosingFunction(), model));

    // The code awaits the run, and nobody waits for the code: Task.Run(async () => await host.RunAsync()); or an async void helper.
    private static bool IsLeftAlone(IOperation code, ShutdownModel model)
    {
        if (code is IAnonymousFunctionOperation lambda)
        {
            return lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation start } && model.Handovers.Starts(start.TargetMethod) && model.NobodyWaitsFor(start);
        }

        return model.Bodies.FunctionOf(code) is { IsAsync: true, ReturnsVoid: true } helper
            && model.References.To(helper) is { IsDefaultOrEmpty: false } calls
            && calls.All(static it => it is IInvocationOperation);
    }

    internal static bool IsRun(IOperation operation, KnownTypes types)
        => operation is IInvocationOperation call && RunNames.Contains(call.TargetMethod.Name)
        && call.Receiver()?.Type is { } type
        && (type.DerivesFrom(types.Host) || type.DerivesFrom(types["Microsoft.AspNetCore.Hosting.IWebHost"])
            || type.DerivesFrom(types["Microsoft.Extensions.Hosting.IHostBuilder"]) || type.DerivesFrom(types["Microsoft.AspNetCore.Hosting.IWebHostBuilder"]));

    // The windows of a user interface decide when the process ends; its host is a library to it.
    private static bool IsUserInterface(ShutdownModel model)
        => model.Contracts.EntryPoint is { } entryPoint
        && model.Types["System.STAThreadAttribute"] is { } attribute
        && entryPoint.GetAttributes().Any(it => it.AttributeClass.Is(attribute));
}
