using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Knowledge;

/// <summary>
/// Which logging set-ups hold lines back that are lost when nobody flushes. A logger whose sinks all write at once loses
/// nothing, so it needs no closing call.
/// </summary>
internal sealed class LogBuffers(ShutdownModel model)
{
    private const int Deepest = 4;

    private readonly Lazy<ImmutableArray<IInvocationOperation>> serilogSinks = new(() => CollectSerilogSinks(model));

    private KnownTypes Types => model.Types;

    /// <summary>The factory that this <c>LoggerFactory.Create(...)</c> or <c>new LoggerFactory(...)</c> creates has a provider with a queue.</summary>
    public bool InFactory(IOperation creation) => creation switch
    {
        IInvocationOperation { Arguments: [var configure] } => model.Callees.OfDelegate(configure.Value).SelectMany(static it => it.Descendants()).OfType<IInvocationOperation>().Any(AddsQueue),
        IObjectCreationOperation { Arguments.Length: > 0 } => true,
        _ => model.Uses.Of(creation).CallsOf("AddProvider").Any(it => model.Disposals.Matter(it.Arguments[it.Arguments.Length - 1].Value.Bare()!.Type)),
    };

    /// <summary>
    /// The Serilog logger created here writes to a sink that batches, or to sinks that only the configuration knows: those named
    /// in the same function, or any of the project where this function names none or the logger is replaced later.
    /// </summary>
    public bool InSerilog(IInvocationOperation create)
    {
        var near = create.TargetMethod.Name == "CreateLogger" ? SerilogSinksIn(create.Root(), model, 0).ToImmutableArray() : [];
        return (near.IsEmpty ? serilogSinks.Value : near).Any(IsBuffered);
    }

    /// <summary>Some NLog target of the project is wrapped in a queue, or the targets are only known to a configuration file.</summary>
    public bool InNLog() => Names("AsyncTargetWrapper", "BufferingTargetWrapper", "WithAsync", "WithBuffering") || !Names("LoggingConfiguration", "ForLogger");

    private bool Names(params string[] names) => model.Compilation.SyntaxTrees.Any(tree => names.Any(it => SyntaxIndex.Uses(tree, it).Count > 0));

    // The console provider has a queue; what we do not know may have one.
    private bool AddsQueue(IInvocationOperation call)
        => call.Receiver()?.Type.IsA(Types["Microsoft.Extensions.Logging.ILoggingBuilder"]) == true
        && call.TargetMethod.Name switch
        {
            "AddDebug" or "AddEventLog" or "AddEventSourceLogger" or "AddTraceSource" or "AddFilter" or "AddConfiguration" or "AddSerilog" or "AddNLog" => false,
            "AddProvider" => model.Disposals.Matter(call.Arguments[call.Arguments.Length - 1].Value.Bare()!.Type),
            var name => name.StartsWith("Add", StringComparison.Ordinal),
        };

    private bool IsBuffered(IInvocationOperation sink) => sink.TargetMethod.Name switch
    {
        // What is inside these is in the list by itself.
        "Logger" or "Conditional" or "Map" => false,
        "Console" or "Debug" or "Trace" or "TextWriter" or "EventLog" or "Observers" or "TestOutput" or "Providers" => false,
        "File" => sink.ArgumentFor("buffered")?.ConstantValue is not (null or { HasValue: true, Value: false }),
        "Sink" => sink.TargetMethod.TypeArguments.Concat(sink.Arguments.Select(static it => it.Value.Bare()!.Type)).OfType<INamedTypeSymbol>().Any(model.Disposals.Matter),
        _ => true,
    };

    private static ImmutableArray<IInvocationOperation> CollectSerilogSinks(ShutdownModel model) =>
    [
        .. model.Compilation.SyntaxTrees
            .SelectMany(static tree => SyntaxIndex.Uses(tree, "WriteTo").Concat(SyntaxIndex.Uses(tree, "ReadFrom")))
            .Select(static name => name.Parent?.Parent?.Parent)
            .OfType<InvocationExpressionSyntax>()
            .Select(model.Bodies.OperationOf)
            .OfType<IInvocationOperation>()
            .SelectMany(it => SerilogSinks(it, model, 0)),
    ];

    private static IEnumerable<IInvocationOperation> SerilogSinksIn(IOperation code, ShutdownModel model, int depth)
        => code.DescendantsAndSelf().OfType<IInvocationOperation>().SelectMany(it => SerilogSinks(it, model, depth));

    // configuration.WriteTo.Seq(...), configuration.ReadFrom.Configuration(...); those in a helper that is handed the configuration.
    private static IEnumerable<IInvocationOperation> SerilogSinks(IInvocationOperation call, ShutdownModel model, int depth)
    {
        var targets = new[] { model.Types["Serilog.Configuration.LoggerSinkConfiguration"], model.Types["Serilog.Configuration.LoggerSettingsConfiguration"] };
        if (model.Bodies.Of(call.TargetMethod) is { } helper)
        {
            return depth < Deepest && call.TargetMethod.Parameters.Any(parameter => targets.Append(model.Types["Serilog.LoggerConfiguration"]).Any(it => parameter.Type.IsA(it)))
                ? SerilogSinksIn(helper, model, depth + 1)
                : [];
        }

        return targets.Any(it => call.Receiver()?.Type.IsA(it) == true) ? [call] : [];
    }
}
