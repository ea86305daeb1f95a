namespace ShutdownAnalyzers.Editing;

/// <summary>
/// A source of tokens that belongs to the type and is cancelled where it stops: of hosted types, and of others that are
/// disposed of. What lives as long as a request is disposed of with the request: there it would be no stop signal.
/// </summary>
internal sealed class OwnSource(ShutdownModel model)
{
    private const string Source = "global::System.Threading.CancellationTokenSource";

    public StopSignal? For(SyntaxNode at)
    {
        var semantics = model.Bodies.Semantics(at.SyntaxTree);
        return at.FirstAncestorOrSelf<TypeDeclarationSyntax>() is ClassDeclarationSyntax declaration
            && semantics.GetDeclaredSymbol(declaration) is { IsStatic: false } type
            && (model.Contracts.IsHosted(type) || !Containers.Creates(type, model))
            && !at.IsInStaticCode()
            && StopPath.Of(type, at, model) is { } stop
                ? OfField(type, stop) ?? OfNewField(type, declaration, stop)
                : null;
    }

    // A source that nobody cancels yet.
    private StopSignal? OfField(INamedTypeSymbol type, StopPath stop)
    {
        var field = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(it =>
            it is { IsStatic: false, IsReadOnly: true, NullableAnnotation: not NullableAnnotation.Annotated }
            && model.Signals.IsSource(it.Type)
            && model.Signals.OfMember(it) == Signal.Never);
        return field is null ? null : new StopSignal(Names.Escaped(field.Name) + ".Token", stop.With(Stopping(Names.Escaped(field.Name), type, stop)));
    }

    private StopSignal OfNewField(INamedTypeSymbol type, TypeDeclarationSyntax declaration, StopPath stop)
    {
        var name = Members.FieldName(type, "stopping");
        var field = new Support("field " + name, declaration, editor => editor.AddField(declaration, NewCode.Member($"private readonly {Source} {name} = new {Source}();")));
        return new StopSignal(name + ".Token", [field, .. stop.With(Stopping(name, type, stop))]);
    }

    private ImmutableArray<string> Stopping(string source, INamedTypeSymbol type, StopPath stop)
    {
        var tasks = type.GetMembers().OfType<IFieldSymbol>()
            .Where(it => it is { IsStatic: false, IsImplicitlyDeclared: false } && (it.Type.Is(model.Types.Task) || it.Type.IsA(model.Types.TaskOfT)))
            .ToList();

        // The task that the type keeps is waited for, where no code in the stop path looks at it yet.
        return stop.CanAwait && tasks is [var task] && !model.References.To(task).Any(it => model.RunsAtStop(it))
            ? [source + ".Cancel();", stop.Await(Names.Escaped(task.Name), mayBeNull: !task.IsReadOnly)]
            : [source + ".Cancel();"];
    }
}
