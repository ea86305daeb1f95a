namespace ShutdownAnalyzers.Editing;

/// <summary>Arguments are added to calls, and taken for the parameter they are meant for.</summary>
internal static class Arguments
{
    /// <summary>The arguments of a call or creation; <see langword="null"/> for <c>new T { }</c>, which has no list.</summary>
    public static ArgumentListSyntax? Of(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax it => it.ArgumentList,
        BaseObjectCreationExpressionSyntax it => it.ArgumentList,
        ConstructorInitializerSyntax it => it.ArgumentList,
        PrimaryConstructorBaseTypeSyntax it => it.ArgumentList,
        _ => null,
    };

    /// <summary>Records that the call hands over one argument more, for the parameter at this place among those it can name.</summary>
    public static void AddArgument(this SyntaxEditor editor, SyntaxNode call, int parameter, string name, ExpressionSyntax value)
        => editor.ReplaceNode(call, (current, _) => With(current, parameter, name, value));

    /// <summary>
    /// The call with one argument more. It is positional where all before it are given by position, else named.
    /// </summary>
    public static SyntaxNode With(SyntaxNode call, int parameter, string name, ExpressionSyntax value)
    {
        var list = Of(call) ?? SyntaxFactory.ArgumentList();
        var isPositional = list.Arguments.Take(parameter).Count() == parameter && list.Arguments.Take(parameter).All(static it => it.NameColon is null);
        var argument = isPositional
            ? SyntaxFactory.Argument(value)
            : SyntaxFactory.Argument(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name)).WithTrailingTrivia(SyntaxFactory.Space), default, value);

        // A named argument may stand anywhere behind the positional ones: last.
        return WithList(call, list.WithArguments(Inserted(list.Arguments, isPositional ? parameter : list.Arguments.Count, argument)));
    }

    /// <summary>The call with another list of arguments.</summary>
    public static SyntaxNode WithList(SyntaxNode call, ArgumentListSyntax list) => call switch
    {
        InvocationExpressionSyntax it => it.WithArgumentList(list),
        ObjectCreationExpressionSyntax { ArgumentList: null } it => it.WithType(it.Type.WithoutTrailingTrivia()).WithArgumentList(list.WithTrailingTrivia(it.Type.GetTrailingTrivia())),
        BaseObjectCreationExpressionSyntax it => it.WithArgumentList(list),
        ConstructorInitializerSyntax it => it.WithArgumentList(list),
        PrimaryConstructorBaseTypeSyntax it => it.WithArgumentList(list),
        _ => call,
    };

    /// <summary>The list with one item more. Where each item has its own line, the new one gets one too.</summary>
    public static SeparatedSyntaxList<T> Inserted<T>(SeparatedSyntaxList<T> list, int index, T item)
        where T : SyntaxNode
    {
        if (list.Count == 0)
        {
            return SyntaxFactory.SingletonSeparatedList(item);
        }

        var neighbour = list[Math.Min(index, list.Count - 1)];
        var before = Math.Min(index, list.Count - 1) is > 0 and var at ? list.GetSeparator(at - 1) : neighbour.GetFirstToken().GetPreviousToken();
        var hasOwnLine = before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var indent = hasOwnLine ? neighbour.GetLeadingTrivia().Where(static it => it.IsKind(SyntaxKind.WhitespaceTrivia)) : [];
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(hasOwnLine ? SyntaxFactory.LineFeed : SyntaxFactory.Space);
        var nodes = list.GetWithSeparators();
        if (index < list.Count)
        {
            return SyntaxFactory.SeparatedList<T>(nodes.Insert(index * 2, comma).Insert(index * 2, item.WithLeadingTrivia(indent)));
        }

        // What was said about the last item stays behind it: f(1 /* a */) -> f(1 /* a */, 2); a comment to the end of the line, behind the comma.
        item = item.WithLeadingTrivia(indent);
        return neighbour.GetTrailingTrivia() is var said && said.Any(SyntaxKind.EndOfLineTrivia)
            ? SyntaxFactory.SeparatedList<T>([.. nodes.Replace(neighbour, neighbour.WithoutTrailingTrivia()), comma.WithTrailingTrivia(said), item.WithTrailingTrivia(SyntaxFactory.LineFeed)])
            : SyntaxFactory.SeparatedList<T>(nodes.Add(comma).Add(item));
    }
}
