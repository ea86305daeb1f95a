namespace ShutdownAnalyzers.Editing;

/// <summary>How a call can be handed a token: in place of the token it is given, or as one argument more.</summary>
/// <param name="Position">The argument that is replaced, or the parameter that the added one is for.</param>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Replaces">The call is given a token already.</param>
internal sealed record TokenArgument(int Position, string Name, bool Replaces)
{
    /// <summary>
    /// How this call (or creation) takes a token; <see langword="null"/> where neither it nor an overload of it does.
    /// </summary>
    public static TokenArgument? For(Finding finding, ExpressionSyntax call)
    {
        if (call is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || finding.Semantics.GetSymbolInfo(call, finding.Cancellation).Symbol is not IMethodSymbol called
            || finding.Model.Types.CancellationToken is not { } token)
        {
            return null;
        }

        foreach (var (argument, index) in (Arguments.Of(call)?.Arguments ?? []).Select(static (it, index) => (it, index)))
        {
            if (finding.Semantics.GetTypeInfo(argument.Expression, finding.Cancellation).ConvertedType.IsA(token)
                && finding.Semantics.GetOperation(argument, finding.Cancellation) is IArgumentOperation { Parameter: { } given })
            {
                return new TokenArgument(index, given.Name, Replaces: true);
            }
        }

        // The call itself where it has an optional token, then every overload: the compiler says what the call would mean.
        return finding.Semantics.GetMemberGroup(call is InvocationExpressionSyntax { Expression: var expression } ? expression : call, finding.Cancellation)
            .OfType<IMethodSymbol>()
            .Prepend(called)
            .SelectMany(static it => it.Parameters)
            .Where(it => it.Type.IsA(token))
            .Select(static it => new TokenArgument(it.Ordinal, it.Name, Replaces: false))
            .Distinct()
            .FirstOrDefault(it => it.IsUnderstood(finding.Semantics, call, called, token));
    }

    /// <summary>The call with the token.</summary>
    public SyntaxNode In(SyntaxNode call, ExpressionSyntax token)
    {
        if (!Replaces)
        {
            return Arguments.With(call, Position, Name, token);
        }

        var list = Arguments.Of(call)!;
        var given = list.Arguments[Position];
        return Arguments.WithList(call, list.ReplaceNode(given, given.WithExpression(token.WithTriviaFrom(given.Expression))));
    }

    private bool IsUnderstood(SemanticModel semantics, ExpressionSyntax call, IMethodSymbol called, INamedTypeSymbol token)
    {
        var value = SyntaxFactory.ParseExpression($"default({token.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})");
        var tried = (ExpressionSyntax)Arguments.With(Unconditional(call), Position, Name, value);
        return semantics.GetSpeculativeSymbolInfo(call.SpanStart, tried, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol bound
            && bound.Name == called.Name
            && bound.Parameters.ElementAtOrDefault(Position) is { } parameter
            && parameter.Name == Name
            && parameter.Type.IsA(token);
    }

    // a?.b.c() is bound as a.b.c().
    private static ExpressionSyntax Unconditional(ExpressionSyntax call)
    {
        if (call.DescendantNodes().OfType<MemberBindingExpressionSyntax>().FirstOrDefault(it => Owner(it) is { } owner && !call.Span.Contains(owner.Span)) is not { } binding)
        {
            return call;
        }

        var receiver = Owner(binding)!.Expression;
        return call.ReplaceNode(binding, SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ParenthesizedExpression(Unconditional(receiver)), binding.Name));
    }

    private static ConditionalAccessExpressionSyntax? Owner(MemberBindingExpressionSyntax binding)
        => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(it => it.WhenNotNull.Span.Contains(binding.Span));
}
