using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Editing;

/// <summary>Fields, methods and interfaces are added to a type, in its own style.</summary>
internal static class Members
{
    /// <summary>
    /// A free name for a field: <c>_stopping</c> where the type's other private fields (or, without any, most people's) have
    /// the underscore, else <c>stopping</c>.
    /// </summary>
    public static string FieldName(INamedTypeSymbol type, string camel)
    {
        var fields = type.GetMembers().OfType<IFieldSymbol>()
            .Where(static it => it is { IsImplicitlyDeclared: false, IsConst: false, DeclaredAccessibility: Accessibility.Private } && !char.IsUpper(it.Name[0]))
            .ToList();
        var isPlain = fields.Count > 0 && !fields.Any(static it => it.Name[0] == '_');
        var wanted = isPlain ? camel : "_" + camel;
        return Names.Free(wanted, it => IsTaken(type, it));
    }

    /// <summary>A field, behind the type's first fields or at its top.</summary>
    public static void AddField(this SyntaxEditor editor, TypeDeclarationSyntax type, MemberDeclarationSyntax field)
        => editor.ReplaceNode(type, (current, _) =>
        {
            var now = WithBraces((TypeDeclarationSyntax)current);
            var index = 0;
            if (now.Members.IndexOf(static it => it is FieldDeclarationSyntax) is var first and >= 0)
            {
                index = first + now.Members.Skip(first).TakeWhile(static it => it is FieldDeclarationSyntax).Count();
            }

            return now.WithMembers(now.Members.Insert(index, field));
        });

    /// <summary>A method or property at the end of the type, or behind one of its members.</summary>
    public static void AddMember(this SyntaxEditor editor, TypeDeclarationSyntax type, MemberDeclarationSyntax member, MemberDeclarationSyntax? behind = null)
    {
        if (behind is not null)
        {
            editor.InsertAfter(behind, member);
            return;
        }

        editor.ReplaceNode(type, (current, _) =>
        {
            // Nested types are kept last where they are last.
            var now = WithBraces((TypeDeclarationSyntax)current);
            var index = now.Members.Count;
            while (index > 0 && now.Members[index - 1] is BaseTypeDeclarationSyntax)
            {
                index--;
            }

            return now.WithMembers(now.Members.Insert(index == 0 ? now.Members.Count : index, member));
        });
    }

    /// <summary>A constructor or method behind the fields and constructors at the top of the type.</summary>
    public static void AddFirstMethod(this SyntaxEditor editor, TypeDeclarationSyntax type, MemberDeclarationSyntax member)
        => editor.ReplaceNode(type, (current, _) =>
        {
            var now = WithBraces((TypeDeclarationSyntax)current);
            var index = now.Members.TakeWhile(static it => it is FieldDeclarationSyntax or ConstructorDeclarationSyntax).Count();
            return now.WithMembers(now.Members.Insert(index, member));
        });

    /// <summary>A method of the stop path: behind the code that works or starts, else at the end of the type.</summary>
    public static void AddStopMember(this SyntaxEditor editor, TypeDeclarationSyntax type, MemberDeclarationSyntax member)
        => editor.AddMember(type, member, type.Members.OfType<MethodDeclarationSyntax>().LastOrDefault(static it => it.Identifier.ValueText is "ExecuteAsync" or "StartAsync" or "StopAsync"));

    /// <summary>An interface in the type's list of bases; nothing where it stands there.</summary>
    public static void AddInterface(this SyntaxEditor editor, TypeDeclarationSyntax type, string name)
    {
        var added = SyntaxFactory.SimpleBaseType(NewCode.Type(name));
        editor.ReplaceNode(type, (current, _) =>
        {
            var now = (TypeDeclarationSyntax)current;
            if (now.BaseList is { } list)
            {
                var last = list.Types.Last();
                return now.WithBaseList(list.WithTypes(Arguments.Inserted(list.Types.Replace(last, last.WithoutTrailingTrivia()), list.Types.Count, added.WithTrailingTrivia(last.GetTrailingTrivia()))));
            }

            // What stands behind the name on its line stays at the end of the line.
            var end = (now.ParameterList?.GetLastToken() ?? now.TypeParameterList?.GetLastToken() ?? now.Identifier);
            return now.ReplaceToken(end, end.WithTrailingTrivia(SyntaxFactory.Space))
                .WithBaseList(SyntaxFactory.BaseList(SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space), [added]).WithTrailingTrivia(end.TrailingTrivia));
        });
    }

    /// <summary>The part of the type that this node is in, or its first part.</summary>
    public static TypeDeclarationSyntax? DeclarationOf(INamedTypeSymbol type, SyntaxNode near)
    {
        var parts = type.DeclaringSyntaxReferences.Select(static it => it.GetSyntax()).OfType<TypeDeclarationSyntax>().ToList();
        return parts.FirstOrDefault(it => it.SyntaxTree == near.SyntaxTree && it.Span.Contains(near.Span)) ?? parts.FirstOrDefault();
    }

    private static bool IsTaken(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? it = type; it is not null; it = it.BaseType)
        {
            if (it.GetMembers(name).Any(member => it.Equals(type, SymbolEqualityComparer.Default) || member.DeclaredAccessibility != Accessibility.Private))
            {
                return true;
            }
        }

        return type.DeclaringSyntaxReferences.Any(it => it.GetSyntax().DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name));
    }

    // class C; -> class C { }
    private static TypeDeclarationSyntax WithBraces(TypeDeclarationSyntax type) => type.OpenBraceToken.IsKind(SyntaxKind.None)
        ? type.WithSemicolonToken(default)
            .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
            .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(type.SemicolonToken.TrailingTrivia))
            .WithAdditionalAnnotations(Formatter.Annotation)
        : type;
}
