namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT112: <c>ReadAllAsync(signal)</c> hands out everything that is buffered before it looks at the signal.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BufferDrainsAfterSignalAnalyzer() : ShutdownAnalyzer(Rules.BufferDrainsAfterSignal)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types["System.Threading.Channels.ChannelReader`1"] is { } reader)
        {
            context.RegisterCode(model, static it => it.OpenLoops, operation => Analyze(operation, model, reader), OperationKind.Loop);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model, INamedTypeSymbol reader)
    {
        if (context.Operation is not IForEachLoopOperation { IsAsynchronous: true } loop
            || Read(loop.Collection, model, reader) is not { } read
            || !model.Signals.CarriedBy(loop.Collection, Frame.Outermost).Has(Signal.Stop))
        {
            return;
        }

        // A body that never waits is through the buffer at once; one that asks the signal has decided.
        var body = loop.Body.OwnDescendantsAndSelf().ToArray();
        if (!body.Any(static it => it is IAwaitOperation)
            || body.Any(it => model.Checks.In(it, Frame.Outermost).HearsStop() || model.Cancellations.ThrownBy(it, Frame.Outermost).Escaping.HearsStop()))
        {
            return;
        }

        var token = read.Arguments.FirstOrDefault(static it => it.ArgumentKind == ArgumentKind.Explicit)?.Value.Syntax.ToString() ?? "the signal";
        context.ReportDiagnostic(Diagnostic.Create(Rules.BufferDrainsAfterSignal, read.NamePlace(), token));
    }

    // The call that reads the channel to its end, or that of a helper which returns such a stream.
    private static IInvocationOperation? Read(IOperation collection, ShutdownModel model, INamedTypeSymbol reader)
        => collection.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(it => IsReadAll(it, reader)
            || (model.Bodies.Of(it.TargetMethod) is { } helper && Values.Returned(helper).Any(value => value.Bare() is IInvocationOperation inner && IsReadAll(inner, reader))));

    private static bool IsReadAll(IInvocationOperation call, INamedTypeSymbol reader)
        => call.TargetMethod.Name == "ReadAllAsync" && call.TargetMethod.ContainingType.IsA(reader);
}
