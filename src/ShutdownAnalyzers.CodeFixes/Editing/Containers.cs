namespace ShutdownAnalyzers.Editing;

/// <summary>Which types the container (or a framework through it) creates, so that their constructors can ask for a service.</summary>
internal static class Containers
{
    private static readonly string[] Activated =
    [
        "Microsoft.AspNetCore.Mvc.ControllerBase",
        "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
        "Microsoft.AspNetCore.SignalR.Hub",
        "Microsoft.AspNetCore.Http.IMiddleware",
        "Microsoft.Extensions.Hosting.IHostedService",
    ];

    /// <summary>The container creates the type, and nobody in the project does so himself.</summary>
    public static bool Creates(INamedTypeSymbol type, ShutdownModel model)
        => !type.IsAbstract
        && (Activated.Any(it => type.DerivesFrom(model.Types[it])) || IsMiddleware(type, model) || IsGrpcService(type, model) || IsRegistered(type, model))
        && type.InstanceConstructors.All(it => model.References.To(it) is { IsDefault: false } references && !references.Any(static it => it.Bare() is IObjectCreationOperation));

    private static bool IsMiddleware(INamedTypeSymbol type, ShutdownModel model)
        => type.GetMembers().OfType<IMethodSymbol>().Any(it => it.Name is "Invoke" or "InvokeAsync" && it.Parameters is [{ Type: var first }, ..] && first.IsA(model.Types.HttpContext))
        && type.InstanceConstructors.Any(it => it.Parameters.Any(parameter => parameter.Type.IsA(model.Types["Microsoft.AspNetCore.Http.RequestDelegate"])));

    private static bool IsGrpcService(INamedTypeSymbol type, ShutdownModel model)
        => model.Types["Grpc.Core.ServerCallContext"] is { } context
        && type.GetMembers().OfType<IMethodSymbol>().Any(it => it.IsOverride && it.Parameters.Any(parameter => parameter.Type.IsA(context)));

    // services.AddSingleton<T>(), AddScoped<I, T>(), AddSingleton(typeof(T)) ...: without a factory or an instance.
    private static bool IsRegistered(INamedTypeSymbol type, ShutdownModel model)
        => model.Types.ServiceCollection is not null
        && model.Compilation.SyntaxTrees
            .SelectMany(it => SyntaxIndex.Uses(it, type.Name))
            .Any(name => name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call
                && call.DescendantNodes().OfType<TypeSyntax>().Any(it => it == name)
                && model.Bodies.OperationOf(call) is IInvocationOperation registration
                && registration.Receiver()?.Type.DerivesFrom(model.Types.ServiceCollection) == true
                && Registered(registration).Is(type));

    private static ITypeSymbol? Registered(IInvocationOperation registration)
        => registration.Arguments.Any(static it => it.Value.Bare() is ITypeOfOperation)
            ? (registration.Arguments.Select(static it => it.Value.Bare()).OfType<ITypeOfOperation>().Last()).TypeOperand
            : registration.Arguments.All(static it => it.ArgumentKind != ArgumentKind.Explicit || it.Parameter?.Ordinal == 0) && registration.TargetMethod.TypeArguments.Length > 0
                ? registration.TargetMethod.TypeArguments[registration.TargetMethod.TypeArguments.Length - 1]
                : null;
}
