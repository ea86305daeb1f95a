using System.Globalization;

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "how long may stopping take?": the time-out written in the source, else the default of the referenced version.</summary>
internal sealed class Budget(ShutdownModel model)
{
    private static readonly Version ThirtySecondsSince = new(7, 0);

    private readonly Lazy<TimeSpan?> length = new(() => Find(model));

    /// <summary>The time that the host gives itself to stop; <see langword="null"/> where only the running program knows.</summary>
    public TimeSpan? Length => length.Value;

    /// <summary>The budget as a message says it: "30 s budget", or "budget" where its length is not known.</summary>
    public string Text => Length is { } known && known > TimeSpan.Zero && known != TimeSpan.MaxValue
        ? known.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s budget"
        : "budget";

    private static TimeSpan? Find(ShutdownModel model)
    {
        // Measured: what is set on the options wins over what is set on the web host.
        var written = Assigned(model).ToArray() is { Length: > 0 } options ? options : [.. HandedOver(model)];
        return written switch
        {
            [] => Default(model),
            [var only] => Durations.Of(only, model),
            _ => null,
        };
    }

    private static IEnumerable<IOperation> Assigned(ShutdownModel model)
        => Members(model.Types["Microsoft.Extensions.Hosting.HostOptions"], "ShutdownTimeout")
            .SelectMany(property => References(model, property))
            .Select(static reference => reference.BareParent() is ISimpleAssignmentOperation assignment && assignment.Target == reference ? assignment.Value : null)
            .OfType<IOperation>();

    private static IEnumerable<IOperation> HandedOver(ShutdownModel model)
        => Members(model.Types["Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions"], "UseShutdownTimeout")
            .SelectMany(method => References(model, method))
            .Select(static reference => (reference as IInvocationOperation)?.ArgumentFor("timeout"))
            .OfType<IOperation>();

    private static TimeSpan Default(ShutdownModel model)
        => model.Types.HostedService?.ContainingAssembly.Identity.Version is { } version && version < ThirtySecondsSince
            ? TimeSpan.FromSeconds(5)
            : TimeSpan.FromSeconds(30);

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol? type, string name) => type is null ? [] : type.GetMembers(name);

    private static IEnumerable<IOperation> References(ShutdownModel model, ISymbol symbol)
        => model.References.To(symbol) is { IsDefault: false } references ? references : [];
}
