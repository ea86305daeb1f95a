using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>A call that makes the host start and stop a type: mostly <c>AddHostedService</c>, with a factory or without one.</summary>
internal sealed record HostedRegistration(IInvocationOperation Call, ITypeSymbol Type, IOperation? Factory)
{
    public static INamedTypeSymbol? DeclaringType(KnownTypes types) => types["Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions"];

    public static HostedRegistration? Of(IInvocationOperation call, KnownTypes types)
        => call.TargetMethod is { Name: "AddHostedService", TypeArguments: [var type] } && call.TargetMethod.ContainingType.IsA(DeclaringType(types))
            ? new HostedRegistration(call, type, call.ArgumentFor("implementationFactory").Bare())
            : null;

    /// <summary><c>AddSingleton&lt;IHostedService, X&gt;()</c>: the other way to say it, under which nothing is dropped.</summary>
    public static HostedRegistration? OfSingleton(IInvocationOperation call, KnownTypes types)
        => call.TargetMethod is { Name: "AddSingleton", TypeArguments: [var service, var type] } && service.Is(types.HostedService)
            && call.TargetMethod.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions"])
            ? new HostedRegistration(call, type, call.ArgumentFor("implementationFactory").Bare())
            : null;

    /// <summary>All calls for the type in the project.</summary>
    public static IEnumerable<HostedRegistration> AllOf(ITypeSymbol type, ShutdownModel model)
        => model.Compilation.SyntaxTrees
            .SelectMany(static tree => SyntaxIndex.Uses(tree, "AddHostedService"))
            .Select(static name => name.FirstAncestorOrSelf<InvocationExpressionSyntax>())
            .OfType<InvocationExpressionSyntax>()
            .Select(it => model.Bodies.OperationOf(it).Bare())
            .OfType<IInvocationOperation>()
            .Select(it => Of(it, model.Types))
            .OfType<HostedRegistration>()
            .Where(it => it.Type.Is(type));

    /// <summary>The factory hands out a service that is registered elsewhere: it makes no instance of its own.</summary>
    public bool IsForward(ShutdownModel model)
        => Factory is not null
        && model.Callees.OfDelegate(Factory).SelectMany(Values.Returned).ToImmutableArray() is { IsEmpty: false } returned
        && returned.All(it => it.Bare() is IInvocationOperation call && call.TargetMethod.ContainingType.IsA(model.Types["Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions"]));
}
