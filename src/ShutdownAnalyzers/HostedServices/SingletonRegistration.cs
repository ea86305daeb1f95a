using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>A call that makes the container keep one instance of a type and hand it out as <paramref name="Service"/>.</summary>
internal sealed record SingletonRegistration(IInvocationOperation Call, ITypeSymbol Service)
{
    /// <summary>All registrations in the project whose instance is made of this very type; keyed ones are meant to be apart.</summary>
    public static IEnumerable<SingletonRegistration> AllOf(ITypeSymbol type, ShutdownModel model)
        => model.Compilation.SyntaxTrees
            .SelectMany(tree => SyntaxIndex.Uses(tree, type.Name))
            .Select(static name => name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(IsNamedLikeOne))
            .OfType<InvocationExpressionSyntax>()
            .Distinct()
            .Select(it => model.Bodies.OperationOf(it).Bare())
            .OfType<IInvocationOperation>()
            .Where(it => IsRegistration(it.TargetMethod, model.Types))
            .Select(it => Of(it, type, model))
            .OfType<SingletonRegistration>();

    private static SingletonRegistration? Of(IInvocationOperation call, ITypeSymbol type, ShutdownModel model)
    {
        var named = call.TargetMethod.TypeArguments.Concat(call.Arguments.Select(static it => it.Value.Bare()).OfType<ITypeOfOperation>().Select(static it => it.TypeOperand)).ToImmutableArray();
        var value = call.ArgumentFor("implementationFactory") ?? call.ArgumentFor("implementationInstance") ?? call.ArgumentFor("instance");
        var isMadeHere = value is null ? named.LastOrDefault().Is(type) : Made(value, model).Any(it => it.Is(type));
        return isMadeHere && named is [var service, ..] && !service.Is(model.Types.HostedService) ? new SingletonRegistration(call, service) : null;
    }

    private static IEnumerable<ITypeSymbol?> Made(IOperation value, ShutdownModel model)
        => (value.Type?.TypeKind == TypeKind.Delegate ? model.Callees.OfDelegate(value).SelectMany(Values.Returned) : [value])
            .SelectMany(it => it.Bare() is ILocalReferenceOperation local && model.Values.Of(local.Local, it) is { IsDefault: false } values ? values : [it])
            .Select(model.Creations.CreatedBy);

    private static bool IsRegistration(IMethodSymbol method, KnownTypes types)
        => method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions"])
        || method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions"]);

    private static bool IsNamedLikeOne(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => call.Expression as SimpleNameSyntax,
    } is { Identifier.ValueText: "AddSingleton" or "TryAddSingleton" };
}
