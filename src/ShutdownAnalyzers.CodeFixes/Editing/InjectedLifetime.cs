namespace ShutdownAnalyzers.Editing;

/// <summary>
/// The application's lifetime, asked of those who make or call the code: the container, the request's services, or the
/// binding of an endpoint's parameters.
/// </summary>
internal sealed class InjectedLifetime(ShutdownModel model)
{
    private const string Lifetime = "global::Microsoft.Extensions.Hosting.IHostApplicationLifetime";

    public StopSignal? For(SyntaxNode at)
    {
        if (model.Types.HostApplicationLifetime is null)
        {
            return null;
        }

        var semantics = model.Bodies.Semantics(at.SyntaxTree);
        for (var syntax = at.FunctionAround(); syntax is not null; syntax = syntax.Parent?.FunctionAround())
        {
            if (semantics.SymbolOf(syntax) is { } function && (ByParameter(at, syntax, function) ?? ByRequest(semantics, at, syntax, function)) is { } signal)
            {
                return signal;
            }

            if (syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax || Functions.IsStatic(syntax))
            {
                break;
            }
        }

        return ByConstructor(at);
    }

    // Endpoint handlers and actions: the framework fills their parameters in.
    private StopSignal? ByParameter(SyntaxNode at, SyntaxNode syntax, IMethodSymbol function)
    {
        string? attribute = null;
        if (IsAction(function))
        {
            // A class that takes its services in its constructor takes this one there too.
            if (TypeDeclarationAround(syntax) is { ParameterList: not null } || !IsFree(function))
            {
                return null;
            }

            attribute = "global::Microsoft.AspNetCore.Mvc.FromServices";
        }
        else if (!IsEndpointHandler(syntax, function))
        {
            return null;
        }

        var name = model.Bodies.Semantics(at.SyntaxTree).FreshName(at.SpanStart, "lifetime");
        return new StopSignal(name + ".ApplicationStopping", [new Support("parameter " + name, syntax, editor => editor.AddParameter(syntax, Lifetime, name, attribute))]);
    }

    // Handlers of a fixed signature: the request knows its services.
    private StopSignal? ByRequest(SemanticModel semantics, SyntaxNode at, SyntaxNode syntax, IMethodSymbol function)
    {
        if (!model.Places.Of(function).HasFlag(Place.Request)
            || function.Parameters.FirstOrDefault(it => it.Type.IsA(model.Types.HttpContext)) is not { } context
            || !ReachableSignals.CanName(semantics, at, context))
        {
            return null;
        }

        var provider = Names.Escaped(context.Name) + ".RequestServices";
        var services = model.Types["System.IServiceProvider"];
        var isImported = services is not null && !semantics.LookupSymbols(at.SpanStart, services, "GetRequiredService", includeReducedExtensionMethods: true).IsEmpty;
        return new StopSignal(
            isImported
                ? $"{provider}.GetRequiredService<{Lifetime}>().ApplicationStopping"
                : $"global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<{Lifetime}>({provider}).ApplicationStopping",
            []);
    }

    private StopSignal? ByConstructor(SyntaxNode at)
    {
        if (TypeDeclarationAround(at) is not ClassDeclarationSyntax declaration
            || model.Bodies.Semantics(at.SyntaxTree).GetDeclaredSymbol(declaration) is not { IsStatic: false } type
            || at.IsInStaticCode()
            || at.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null
            || !Containers.Creates(type, model))
        {
            return null;
        }

        return ConstructorInjection.Of(type, declaration, Lifetime, "lifetime") is { } injection
            ? new StopSignal(injection.Expression + ".ApplicationStopping", injection.Supports)
            : null;
    }

    private bool IsEndpointHandler(SyntaxNode syntax, IMethodSymbol function)
    {
        if (syntax is AnonymousFunctionExpressionSyntax)
        {
            return model.Bodies.Of(function) is { } lambda && IsBoundByParameters(lambda);
        }

        if (function is not ({ MethodKind: MethodKind.LocalFunction } or { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsAbstract: false })
            || !IsFree(function))
        {
            return false;
        }

        var references = model.References.To(function);
        return !references.IsDefaultOrEmpty && references.All(it => it.Bare() is IMethodReferenceOperation group && IsBoundByParameters(group));
    }

    // MapGet(..., Delegate): the parameters are looked up among the services. A RequestDelegate has just its context.
    private bool IsBoundByParameters(IOperation function)
        => function.BareParent() is IArgumentOperation { Parameter.Type.SpecialType: SpecialType.System_Delegate, Parent: IInvocationOperation call } argument
        && model.Handovers.PlaceOf(call, argument) == Place.Request;

    private bool IsAction(IMethodSymbol function)
        => function.MethodKind == MethodKind.Ordinary
        && function.ContainingType.DerivesFrom(model.Types["Microsoft.AspNetCore.Mvc.ControllerBase"])
        && model.Contracts.PlaceOf(function) == Place.Request;

    private static bool IsFree(IMethodSymbol function)
        => function.MethodKind == MethodKind.LocalFunction
        || (!function.IsOverride && !function.IsVirtual && function.ExplicitInterfaceImplementations.IsEmpty
            && !function.ContainingType.AllInterfaces.SelectMany(it => it.GetMembers(function.Name)).Any(it => function.ContainingType.FindImplementationForInterfaceMember(it).Is(function)));

    private static TypeDeclarationSyntax? TypeDeclarationAround(SyntaxNode node) => node.FirstAncestorOrSelf<TypeDeclarationSyntax>();
}
