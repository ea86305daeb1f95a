namespace ShutdownAnalyzers.Model;

/// <summary>
/// Who closes a Serilog logger. <c>UseSerilog()</c> and <c>AddSerilog()</c> do not, unless they are told to dispose it or configure
/// a logger themselves; and a bootstrap logger they only replace, so that <c>Log.CloseAndFlush()</c> is still needed.
/// </summary>
internal sealed class SerilogClosing(ShutdownModel model)
{
    private readonly Lazy<bool> staticIsClosed = new(() =>
        model.IsCalled(model.Types["Serilog.Log"], "CloseAndFlush", "CloseAndFlushAsync")
        || model.UsesOf(model.Types["Serilog.Log"], "Logger").Any(it => model.Owner.Of(it).Fate == Fate.Released));

    private readonly Lazy<ImmutableArray<IOperation>> integrations = new(() =>
    [
        .. new[]
            {
                model.Types["Serilog.SerilogHostBuilderExtensions"], model.Types["Serilog.SerilogWebHostBuilderExtensions"],
                model.Types["Serilog.SerilogServiceCollectionExtensions"], model.Types["Serilog.SerilogLoggerFactoryExtensions"],
                model.Types["Serilog.SerilogLoggingBuilderExtensions"],
            }
            .SelectMany(it => model.UsesOf(it, "UseSerilog", "AddSerilog"))
            .Concat(model.UsesOf(model.Types["Serilog.Extensions.Logging.SerilogLoggerFactory"], WellKnownMemberNames.InstanceConstructorName))
            .Concat(model.UsesOf(model.Types["Serilog.Extensions.Logging.SerilogLoggerProvider"], WellKnownMemberNames.InstanceConstructorName)),
    ]);

    /// <summary>The call that is missing for the logger created here, or <see langword="null"/> where something closes it.</summary>
    public string? MissingFor(IInvocationOperation create)
    {
        var usage = model.Uses.Of(create);
        if (model.Owner.Of(create).Fate is Fate.Released or Fate.OnlyContainer || !usage.All.Where(static it => it.Kind == UseKind.Passed).All(it => LeavesOwnership(it.Operation)))
        {
            return null;
        }

        if (!usage.All.Any(it => IsStatic(it.Operation)))
        {
            return integrations.Value.Any(DisposesLogger) ? null : "Logger.Dispose";
        }

        return staticIsClosed.Value || integrations.Value.Any(it => DisposesLogger(it) || (ConfiguresLogger(it) && create.TargetMethod.Name == "CreateLogger"))
            ? null
            : "Log.CloseAndFlush";
    }

    private bool LeavesOwnership(IOperation use) => IsStatic(use) || integrations.Value.Any(it => it.Syntax == use.Syntax);

    // Log.Logger = ...
    private bool IsStatic(IOperation use)
        => use is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } && property.ContainingType.IsA(model.Types["Serilog.Log"]);

    private static bool DisposesLogger(IOperation integration)
        => ArgumentsOf(integration).FirstOrDefault(static it => it.Parameter?.Name == "dispose")?.Value.ConstantValue is { } dispose && dispose is not { HasValue: true, Value: false };

    private static bool ConfiguresLogger(IOperation integration) => ArgumentsOf(integration).Any(static it => it.Parameter?.Type.TypeKind == TypeKind.Delegate);

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation call) => call switch
    {
        IInvocationOperation it => it.Arguments,
        IObjectCreationOperation it => it.Arguments,
        _ => [],
    };
}
