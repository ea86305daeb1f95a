namespace ShutdownAnalyzers.Editing;

/// <summary>
/// The method in which a type stops: <c>StopAsync</c> of a hosted type, else <c>DisposeAsync</c> or <c>Dispose</c>. It is
/// there already, or it is written: real code, which calls its base and keeps what is there.
/// </summary>
internal abstract record StopPath
{
    private const string Task = "global::System.Threading.Tasks.Task";
    private const string Token = "global::System.Threading.CancellationToken";

    private StopPath(TypeDeclarationSyntax declaration) => Declaration = declaration;

    /// <summary>The part of the type that a new method goes to.</summary>
    protected TypeDeclarationSyntax Declaration { get; }

    /// <summary>The code of the stop path may await.</summary>
    public abstract bool CanAwait { get; }

    /// <summary>The token that limits the stop, as the code of the stop path names it; <see langword="null"/> where time is not limited from outside.</summary>
    public virtual string? Deadline => null;

    /// <summary>
    /// The edits that put statements first into the stop path (before its base is called) or last. Statements are given as text;
    /// they may await where the path <see cref="CanAwait"/>.
    /// </summary>
    public abstract ImmutableArray<Support> With(ImmutableArray<string> first, ImmutableArray<string> last = default);

    /// <summary>
    /// The statement that waits for a task for as long as stopping may take, and does not throw when that is over. Only where
    /// the path <see cref="CanAwait"/>.
    /// </summary>
    public string Await(string task, bool mayBeNull)
    {
        var wait = $"await {Task}.WhenAny({task}, {Task}.Delay({(Deadline is null ? "global::System.TimeSpan.FromSeconds(5)" : "global::System.Threading.Timeout.Infinite, " + Deadline)}));";
        return mayBeNull ? $"if ({task} is not null)\n{{\n{wait}\n}}\n" : wait;
    }

    /// <summary>Where the type stops: <c>StopAsync</c> where it is hosted, else where it is disposed of. <see langword="null"/> where it has no such place.</summary>
    public static StopPath? Of(INamedTypeSymbol type, SyntaxNode near, ShutdownModel model)
        => model.Contracts.IsHosted(type) ? OfHosted(type, near, model) : OfDisposal(type, near, model);

    /// <summary><c>StopAsync</c> of a hosted type, its own or an override of its base's.</summary>
    public static StopPath? OfHosted(INamedTypeSymbol type, SyntaxNode near, ShutdownModel model)
    {
        if (Members.DeclarationOf(type, near) is not { } declaration
            || model.Types.HostedService?.GetMembers("StopAsync").FirstOrDefault() is not IMethodSymbol contract)
        {
            return null;
        }

        // An override that the most derived base still leaves open, or the method that implements the interface.
        var method = type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(it => it.Implements(model.Types.HostedService, "StopAsync"))
            ?? type.FindImplementationForInterfaceMember(contract) as IMethodSymbol;
        return method is null ? null
            : method.ContainingType.Is(type) && DeclarationOf(method) is { } existing ? new Existing(declaration, existing, method)
            : CanOverride(method) ? new Override(declaration, method)
            : null;
    }

    /// <summary><c>DisposeAsync</c> or <c>Dispose</c>, the type's own or an override of its base's; <see langword="null"/> where it is not disposable.</summary>
    public static StopPath? OfDisposal(INamedTypeSymbol type, SyntaxNode near, ShutdownModel model)
    {
        if (Members.DeclarationOf(type, near) is not { } declaration)
        {
            return null;
        }

        var own = type.GetMembers().OfType<IMethodSymbol>().Where(it => !it.IsStatic && model.Contracts.IsDispose(it) && it.MethodKind != MethodKind.Destructor && DeclarationOf(it) is not null).ToList();
        var method = own.FirstOrDefault(static it => it.Name == "DisposeAsyncCore")
            ?? own.FirstOrDefault(static it => IsAsync(it))
            ?? own.FirstOrDefault(static it => it.Parameters.Length == 1)
            ?? own.FirstOrDefault();
        if (method is not null)
        {
            return new Existing(declaration, DeclarationOf(method)!, method);
        }

        var inherited = Bases(type).SelectMany(static it => it.GetMembers().OfType<IMethodSymbol>()).Where(it => model.Contracts.IsDispose(it) && CanOverride(it)).ToList();
        method = inherited.FirstOrDefault(static it => it.Name == "DisposeAsyncCore")
            ?? inherited.FirstOrDefault(static it => it.Parameters.Length == 1)
            ?? inherited.FirstOrDefault();
        return method is null ? null : new Override(declaration, method);
    }

    /// <summary>As <see cref="OfDisposal"/>, and a type that is not disposable becomes so. Only for types that somebody disposes of then: the container, a <c>using</c>.</summary>
    public static StopPath? OfNewDisposal(INamedTypeSymbol type, SyntaxNode near, ShutdownModel model)
        => OfDisposal(type, near, model)
        ?? (!type.IsStatic && type.TypeKind == TypeKind.Class
            && !type.DerivesFrom(model.Types.Disposable) && !type.DerivesFrom(model.Types.AsyncDisposable)
            && type.GetMembers("Dispose").IsEmpty
            && Members.DeclarationOf(type, near) is { } declaration
                ? new New(declaration)
                : null);

    /// <summary>As <see cref="OfNewDisposal"/>, for what can only be released asynchronously.</summary>
    public static StopPath? OfNewAsyncDisposal(INamedTypeSymbol type, SyntaxNode near, ShutdownModel model)
        => OfNewDisposal(type, near, model) is New { Type: var declaration } ? new NewAsync(declaration) : OfDisposal(type, near, model);

    private static bool IsAsync(IMethodSymbol method) => !method.ReturnsVoid;

    private static MethodDeclarationSyntax? DeclarationOf(IMethodSymbol method)
        => method.DeclaringSyntaxReferences.Select(static it => it.GetSyntax()).OfType<MethodDeclarationSyntax>().FirstOrDefault(static it => Functions.BodyOf(it) is not null);

    private static bool CanOverride(IMethodSymbol method)
        => method is { IsSealed: false, ContainingType.TypeKind: TypeKind.Class } && (method.IsVirtual || method.IsOverride || method.IsAbstract);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var it = type.BaseType; it is not null; it = it.BaseType)
        {
            yield return it;
        }
    }

    private static ImmutableArray<StatementSyntax> Parsed(ImmutableArray<string> statements) => statements.IsDefaultOrEmpty ? [] : NewCode.Statements([.. statements]);

    private static bool NeedsAsync(ImmutableArray<string> statements) => !statements.IsDefaultOrEmpty && statements.Any(static it => it.Contains("await "));

    private static string Lines(ImmutableArray<string> statements) => statements.IsDefaultOrEmpty ? "" : string.Concat(statements.Select(static it => it.TrimEnd('\n') + "\n"));

    /// <summary>Statements are added to a method that is there.</summary>
    private sealed record Existing(TypeDeclarationSyntax Type, MethodDeclarationSyntax Method, IMethodSymbol Symbol) : StopPath(Type)
    {
        public override bool CanAwait => IsAsync(Symbol);

        public override string? Deadline => Symbol.Parameters is [{ Name: var name, Type.SpecialType: not SpecialType.System_Boolean }] ? Names.Escaped(name) : null;

        public override ImmutableArray<Support> With(ImmutableArray<string> first, ImmutableArray<string> last = default)
        {
            var isAsync = NeedsAsync(first) || (IsAsync(Symbol) && !last.IsDefaultOrEmpty);
            return
            [
                .. isAsync && !Symbol.IsAsync ? [new Support("async", Method, MakeAsync)] : ImmutableArray<Support>.Empty,
                .. first.IsDefaultOrEmpty ? ImmutableArray<Support>.Empty : [new Support(Lines(first), Method, editor => Add(editor, Parsed(first), isFirst: true))],
                .. last.IsDefaultOrEmpty ? ImmutableArray<Support>.Empty : [new Support(Lines(last), Method, editor => Add(editor, Parsed(last), isFirst: false))],
            ];
        }

        // Opened first: => Task.CompletedTask is a return that goes away then.
        private void MakeAsync(DocumentEditor editor)
        {
            editor.EnsureBlock(Method, Symbol);
            editor.MakeAsync(Method, Symbol);
        }

        private void Add(DocumentEditor editor, ImmutableArray<StatementSyntax> statements, bool isFirst)
        {
            if (Symbol.Parameters is [{ Type.SpecialType: SpecialType.System_Boolean, Name: var disposing }])
            {
                // Dispose(bool disposing): what is managed is touched only where it is true.
                var guard = Functions.OwnNodes(Method).OfType<IfStatementSyntax>()
                    .FirstOrDefault(it => it is { Else: null, Statement: BlockSyntax, Condition: IdentifierNameSyntax condition } && condition.Identifier.ValueText == disposing);
                if (guard is not null)
                {
                    editor.ReplaceNode(guard.Statement, (current, _) => ((BlockSyntax)current).Statements is var inner
                        ? ((BlockSyntax)current).WithStatements(inner.InsertRange(isFirst ? 0 : inner.Count, statements))
                        : current);
                    return;
                }

                statements = [NewCode.Statement($"if ({disposing})\n{{\n{string.Concat(statements.Select(static it => it.ToString() + "\n"))}}}\n")];
                isFirst = true;
            }

            if (isFirst)
            {
                editor.AddAtStart(Method, Symbol, statements);
            }
            else if (Method.Body?.Statements.LastOrDefault() is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } } toBase && !IsAsync(Symbol))
            {
                editor.AddBefore(toBase, statements);
            }
            else
            {
                editor.AddAtEveryEnd(Method, Symbol, statements);
            }
        }
    }

    /// <summary>An override is written; it calls its base.</summary>
    private sealed record Override(TypeDeclarationSyntax Type, IMethodSymbol Base) : StopPath(Type)
    {
        public override bool CanAwait => IsAsync(Base);

        public override string? Deadline => Base.Parameters is [{ Type.SpecialType: not SpecialType.System_Boolean }] ? "cancellationToken" : null;

        public override ImmutableArray<Support> With(ImmutableArray<string> first, ImmutableArray<string> last = default)
        {
            var access = Base.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";
            var (parameter, argument) = Base.Parameters switch
            {
                [{ Type.SpecialType: SpecialType.System_Boolean }] => ("bool disposing", "disposing"),
                [_] => (Token + " cancellationToken", "cancellationToken"),
                _ => ("", ""),
            };
            var toBase = Base.IsAbstract ? "" : $"{(IsAsync(Base) ? "await " : "")}base.{Base.Name}({argument});\n";
            var (before, after) = (Lines(first), Lines(last));
            var body = argument == "disposing" ? $"if (disposing)\n{{\n{before}{after}}}\n\n{toBase}"
                : IsAsync(Base) ? before + toBase + after

                // What a type holds is released before what its base holds.
                : before + after + toBase;
            var type = IsAsync(Base) ? "async " + (Base.ReturnType.Name == "ValueTask" ? "global::System.Threading.Tasks.ValueTask" : Task) : "void";
            var member = $"{access} override {type} {Base.Name}({parameter})\n{{\n{body}}}\n";
            return [new Support(member, Declaration, editor => editor.AddStopMember(Declaration, NewCode.Member(member)))];
        }
    }

    /// <summary>The type becomes disposable.</summary>
    private sealed record New(TypeDeclarationSyntax Type) : StopPath(Type)
    {
        public override bool CanAwait => false;

        public override ImmutableArray<Support> With(ImmutableArray<string> first, ImmutableArray<string> last = default)
        {
            var member = $"public void Dispose()\n{{\n{Lines(first)}{Lines(last)}}}\n";
            return
            [
                new Support("IDisposable", Declaration, editor => editor.AddInterface(Declaration, "global::System.IDisposable")),
                new Support(member, Declaration, editor => editor.AddStopMember(Declaration, NewCode.Member(member))),
            ];
        }
    }

    /// <summary>The type becomes asynchronously disposable.</summary>
    private sealed record NewAsync(TypeDeclarationSyntax Type) : StopPath(Type)
    {
        public override bool CanAwait => true;

        public override ImmutableArray<Support> With(ImmutableArray<string> first, ImmutableArray<string> last = default)
        {
            var member = $"public async global::System.Threading.Tasks.ValueTask DisposeAsync()\n{{\n{Lines(first)}{Lines(last)}}}\n";
            return
            [
                new Support("IAsyncDisposable", Declaration, editor => editor.AddInterface(Declaration, "global::System.IAsyncDisposable")),
                new Support(member, Declaration, editor => editor.AddStopMember(Declaration, NewCode.Member(member))),
            ];
        }
    }
}
