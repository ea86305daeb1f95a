namespace ShutdownAnalyzers.Requests;

/// <summary>
/// How a request ends cleanly because the application stops: 503 where nothing was sent, so that the client tries again
/// elsewhere; just the end of the response where it has begun. An answer of 200 with nothing in it would be believed.
/// </summary>
/// <param name="Statement">The statement that says so; empty where the response has begun.</param>
/// <param name="Leaves">The statement leaves the function.</param>
internal sealed record ResponseEnd(string Statement, bool Leaves)
{
    private const string Unavailable = "global::Microsoft.AspNetCore.Http.StatusCodes.Status503ServiceUnavailable";

    /// <summary>The end of what this function answers; <see langword="null"/> where it has no way to say 503.</summary>
    public static ResponseEnd? Of(IMethodSymbol function, SyntaxNode syntax, ShutdownModel model)
    {
        if (function.Parameters.Any(it => it.Type.IsA(model.Types["Grpc.Core.ServerCallContext"])))
        {
            return new ResponseEnd("throw new global::Grpc.Core.RpcException(new global::Grpc.Core.Status(global::Grpc.Core.StatusCode.Unavailable, \"shutting down\"));", Leaves: true);
        }

        return Answer(function, model) is { } answer ? OfAnswer(answer, function, model) : OfResponse(function, syntax, model);
    }

    /// <summary>What runs when the linked source has fired.</summary>
    public string Text => Statement.Length == 0 ? "// The application stops, or the client has gone: the response ends here." : Statement;

    // The type of value that the function answers with; null where it writes the response itself.
    private static ITypeSymbol? Answer(IMethodSymbol function, ShutdownModel model) => function.ReturnType switch
    {
        INamedTypeSymbol { TypeArguments: [var value] } task when task.IsA(model.Types.TaskOfT) || task.IsA(model.Types.ValueTaskOfT) => value,
        { SpecialType: SpecialType.System_Void } => null,
        { } type when type.IsA(model.Types.Task) || type.IsA(model.Types.ValueTask) => null,
        { } value => value,
    };

    private static ResponseEnd? OfAnswer(ITypeSymbol answer, IMethodSymbol function, ShutdownModel model)
    {
        var isMvc = answer.DerivesFrom(model.Types["Microsoft.AspNetCore.Mvc.IActionResult"])
            || answer.IsA(model.Types["Microsoft.AspNetCore.Mvc.ActionResult`1"]);
        if (isMvc)
        {
            return new ResponseEnd(
                HasHelpers(function, model) ? $"return StatusCode({Unavailable});" : $"return new global::Microsoft.AspNetCore.Mvc.StatusCodeResult({Unavailable});",
                Leaves: true);
        }

        return answer.IsA(model.Types["Microsoft.AspNetCore.Http.IResult"]) || (answer.SpecialType == SpecialType.System_Object && function.Implements(model.Types["Microsoft.AspNetCore.Http.IEndpointFilter"], "InvokeAsync"))
            ? new ResponseEnd($"return global::Microsoft.AspNetCore.Http.Results.StatusCode({Unavailable});", Leaves: true)
            : null;
    }

    private static ResponseEnd? OfResponse(IMethodSymbol function, SyntaxNode syntax, ShutdownModel model)
    {
        if (Response(function, model) is not { } response)
        {
            return null;
        }

        return Sends(syntax, model)
            ? new ResponseEnd("", Leaves: false)
            : new ResponseEnd($"if (!{response}.HasStarted) {{ {response}.StatusCode = {Unavailable}; }}", Leaves: false);
    }

    private static string? Response(IMethodSymbol function, ShutdownModel model)
        => function.Parameters.FirstOrDefault(it => it.Type.IsA(model.Types.HttpContext)) is { } context ? Names.Escaped(context.Name) + ".Response"
        : function.Parameters.FirstOrDefault(it => it.Type.IsA(model.Types["Microsoft.AspNetCore.Http.HttpResponse"])) is { } response ? Names.Escaped(response.Name)
        : HasHelpers(function, model) ? "Response"
        : null;

    private static bool HasHelpers(IMethodSymbol function, ShutdownModel model)
        => function is { IsStatic: false, ContainingType: { } type }
        && (type.DerivesFrom(model.Types["Microsoft.AspNetCore.Mvc.ControllerBase"]) || type.DerivesFrom(model.Types["Microsoft.AspNetCore.Mvc.RazorPages.PageModel"]));

    // Something of the function writes to the response, or starts it.
    private static bool Sends(SyntaxNode syntax, ShutdownModel model)
        => model.Bodies.OperationOf(syntax) is { } body && body.Descendants().Any(it => it switch
        {
            IInvocationOperation call => IsResponse(call.Receiver()?.Type, model) && !call.TargetMethod.Name.StartsWith("On", StringComparison.Ordinal) && !call.TargetMethod.Name.StartsWith("Register", StringComparison.Ordinal),
            IPropertyReferenceOperation { Property.Name: "Body" or "BodyWriter", Instance.Type: var of } => IsResponse(of, model),
            _ => false,
        });

    private static bool IsResponse(ITypeSymbol? type, ShutdownModel model) => type.IsA(model.Types["Microsoft.AspNetCore.Http.HttpResponse"]);
}
