namespace ShutdownAnalyzers.Process;

/// <summary>SHUT506: a <c>PosixSignalRegistration</c> that is dropped, dies with its local, or is disposed before anything waits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignalRegistrationIsCollectedAnalyzer() : ShutdownAnalyzer(Rules.SignalRegistrationIsCollected)
{
    // The runtime's answer to these without a handler is not to end the process: losing the handler is no shutdown hazard.
    private static readonly HashSet<string> Harmless = ["SIGCHLD", "SIGCONT", "SIGWINCH", "SIGTTIN", "SIGTTOU", "SIGTSTP"];

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types["System.Runtime.InteropServices.PosixSignalRegistration"] is { } registration)
        {
            var makers = new Makers(
                model,
                registration,
                it => it is IInvocationOperation { TargetMethod: { Name: "Create" } create } && create.ContainingType.Is(registration),
                static usage => usage.Has(UseKind.Returned));
            var helpers = new Lazy<HashSet<string>>(() => model.NamesLeadingTo.Of([registration.Name], it => WrittenSignatures.Returns(it, registration.Name, "IDisposable")));
            context.RegisterCode(
                model,
                it => it.CallsOf(helpers.Value).Concat(it.Has(registration.Name) ? it.CallsOf("Create") : []),
                it => Analyze(it, model, makers),
                OperationKind.Invocation);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model, Makers makers)
    {
        var call = (IInvocationOperation)context.Operation;
        if (makers.Of(call) is { } usage && WhyItEnds(call, usage, model) is { } reason && SignalOf(call) is var signal && !Harmless.Contains(signal))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.SignalRegistrationIsCollected, call.Syntax.GetLocation(), reason, signal));
        }
    }

    private static string? WhyItEnds(IInvocationOperation call, Usage usage, ShutdownModel model)
    {
        // Whoever else has it, behind the end of the 'using' it is gone.
        if (usage.Operations(UseKind.Using).FirstOrDefault() is { } @using)
        {
            return EndsAtOnce(@using, model) ? $"{FunctionName(call, model)} disposes this registration before anything waits" : null;
        }

        // A caller or code that we do not see may keep it.
        if (usage.Has(UseKind.Returned) || usage.Operations(UseKind.Passed).Any(it => !KeepsNothing(it, call, model)))
        {
            return null;
        }

        // A field keeps it as long as its object lives, which mostly nobody can tell.
        if (usage.Holders.Any(static it => it is IFieldSymbol or IPropertySymbol))
        {
            return new ForgottenKeepers(model).Of(usage) is { } keeper ? $"'{keeper.Name}' keeps this registration and nothing keeps the object: the next garbage collection removes the handler" : null;
        }

        // A later use, such as Dispose() after the wait, keeps the local alive until then.
        return usage.Has(UseKind.Member) ? null
            : usage.Holders.FirstOrDefault() is { } holder ? $"'{holder.Name}' is not used again: the next garbage collection removes the handler"
            : "Nobody keeps this registration: the next garbage collection removes the handler";
    }

    // GC.KeepAlive(registration) keeps it up to there: that is no time where nothing waits in between.
    private static bool KeepsNothing(IOperation passed, IOperation made, ShutdownModel model)
        => passed is IInvocationOperation { TargetMethod: { Name: "KeepAlive", ContainingType: var owner }, Parent: { Parent: IBlockOperation block } end } && owner.IsA(model.Types["System.GC"])
        && made.AncestorsAndSelf().FirstOrDefault(it => it.Parent == block) is { } begin
        && !model.Pauses.MayBeIn([.. block.Operations.SkipWhile(it => it != begin).TakeWhile(it => it != end).Skip(1)]);

    private static bool EndsAtOnce(IOperation @using, ShutdownModel model)
    {
        var scope = @using is IUsingOperation statement
            ? [statement.Body]
            : @using.Parent is IBlockOperation block ? block.Operations.SkipWhile(it => it != @using).Skip(1).ToImmutableArray() : default;
        if (scope.IsDefault || model.Pauses.MayBeIn(scope))
        {
            return false;
        }

        // The end of the entry point is the end of the process, unless it hands on a task that runs longer than its scope.
        return !IsScopeOfEntryPoint(@using, model);
    }

    private static bool IsScopeOfEntryPoint(IOperation @using, ShutdownModel model)
        => @using is IUsingDeclarationOperation { Parent: IBlockOperation { Parent: null or IMethodBodyBaseOperation } }
        && model.Bodies.FunctionAround(@using) is { } function
        && function.Is(model.Contracts.EntryPoint)
        && (function.IsAsync || !function.ReturnType.IsA(model.Types.Task) && !function.ReturnType.IsA(model.Types.TaskOfT));

    private static string FunctionName(IOperation operation, ShutdownModel model)
        => model.Bodies.FunctionAround(operation) switch
        {
            { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor => $"'{constructor.ContainingType.Name}'",
            { CanBeReferencedByName: true } function => $"'{function.Name}'",
            _ => "This code",
        };

    private static string SignalOf(IInvocationOperation call)
        => call.Arguments.Select(static it => it.Value.Bare()).OfType<IFieldReferenceOperation>().FirstOrDefault(static it => it.Field.ContainingType.Name == "PosixSignal") is { } signal
            ? signal.Field.Name
            : "the signal";
}
