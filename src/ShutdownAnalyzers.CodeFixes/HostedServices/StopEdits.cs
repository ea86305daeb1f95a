namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// What a repair adds to a hosted type, so that what it starts is stopped: a source of its own that its stop path cancels
/// first, its tasks kept and waited for last, for as long as stopping may take, and the source released where the type is.
/// </summary>
internal sealed class StopEdits
{
    private const string SourceType = "global::System.Threading.CancellationTokenSource";
    private const string TaskType = "global::System.Threading.Tasks.Task";

    private readonly Finding finding;
    private readonly INamedTypeSymbol type;
    private readonly TypeDeclarationSyntax declaration;
    private readonly StopPath stop;
    private readonly KeptTasks kept;
    private readonly List<Support> supports = [];
    private readonly List<string> first = [];
    private readonly List<string> last = [];
    private string? source;

    private StopEdits(Finding finding, INamedTypeSymbol type, TypeDeclarationSyntax declaration, StopPath stop)
    {
        this.finding = finding;
        this.type = type;
        this.declaration = declaration;
        this.stop = stop;
        kept = new KeptTasks(finding.Model);
    }

    /// <summary>The edits for this type, or <see langword="null"/> where its stop path is not ours to write.</summary>
    public static StopEdits? For(Finding finding, INamedTypeSymbol? type)
        => type is { IsStatic: false, TypeKind: TypeKind.Class }
            && StopPath.OfHosted(type, finding.Node, finding.Model) is { CanAwait: true } stop
            && Members.DeclarationOf(type, finding.Node) is { } declaration
                ? new StopEdits(finding, type, declaration, stop)
                : null;

    /// <summary>A token that fires when the type stops: of the source it has, or of a new one.</summary>
    public string Token()
    {
        source ??= ExistingSource() ?? NewSource();
        return source + ".Token";
    }

    /// <summary>The stop path cancels the source in this field before anything else.</summary>
    public void Cancel(IFieldSymbol field)
    {
        var mayBeNull = !IsAlwaysSet(field);
        first.Add(!mayBeNull && HasCancelAsync ? $"await {Names.Escaped(field.Name)}.CancelAsync();" : $"{Names.Escaped(field.Name)}{(mayBeNull ? "?" : "")}.Cancel();");
    }

    /// <summary>The stop path cancels the source that the type has; false where it has none.</summary>
    public bool CancelExistingSource() => (source ??= ExistingSource()) is not null;

    /// <summary>The stop path runs this statement before anything else.</summary>
    public void Run(string statement) => first.Add(statement);

    /// <summary>The timer in this field ticks no more once the type has stopped, and no tick is cut short.</summary>
    public void StopTimer(IFieldSymbol field) => first.Add(TimerDisposal(field));

    /// <summary>The same, behind what the stop path does already.</summary>
    public void StopTimerLast(IFieldSymbol field) => last.Add(TimerDisposal(field));

    /// <summary>The statement that disposes of the timer in this field and waits for the tick that runs.</summary>
    public string TimerDisposal(IFieldSymbol field)
    {
        var name = Names.Escaped(field.Name);
        return IsAlwaysSet(field) ? $"await {name}.DisposeAsync();" : $"if ({name} is not null)\n{{\nawait {name}.DisposeAsync();\n}}\n";
    }

    /// <summary>The statement that waits for the thread in this field, for a limited time.</summary>
    public string Join(IFieldSymbol field) => $"{Names.Escaped(field.Name)}{(IsAlwaysSet(field) ? "" : "?")}.Join(global::System.TimeSpan.FromSeconds(5));";

    /// <summary>The stop path waits for the task of this work, unless some stop path does already.</summary>
    public void WaitFor(IOperation task)
    {
        if (!finding.Model.StopWaits.Of(task).IsEmpty || !type.OriginalDefinition.Is(finding.Model.Bodies.TypeAround(task)?.OriginalDefinition))
        {
            return;
        }

        if (kept.FieldOf(task) is { } field && finding.Semantics.IsAccessible(declaration.OpenBraceToken.SpanStart, field))
        {
            last.Add(stop.Await(kept.IsCollection(field) ? $"{TaskType}.WhenAll({Names.Escaped(field.Name)})" : Names.Escaped(field.Name), mayBeNull: !IsAlwaysSet(field)));
        }
        else if (kept.DroppedAt(task) is { } dropped)
        {
            Keep(dropped, isRepeated: KeptTasks.IsRepeated(task));
        }
    }

    /// <summary>Records everything that was asked for.</summary>
    public async Task ApplyAsync(SolutionEditor solution)
    {
        var all = supports.ToImmutableArray();
        if (first.Count > 0 || last.Count > 0)
        {
            all = all.AddRange(stop.With([.. first.Distinct()], [.. last.Distinct()]));
        }

        await Support.ApplyAsync(all, solution, finding.Cancellation).ConfigureAwait(false);
    }

    private bool HasCancelAsync => finding.Model.Types.CancellationTokenSource!.GetMembers("CancelAsync").Length > 0;

    private string? ExistingSource()
    {
        var field = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(it =>
            !it.IsStatic && finding.Model.Signals.IsSource(it.Type) && IsAlwaysSet(it)
            && finding.Model.Values.Of(it) is { IsDefault: false } values && values.All(static value => value.Bare() is IObjectCreationOperation { Arguments.Length: 0 }));
        if (field is not null && !IsCancelledInTime(field))
        {
            Cancel(field);
        }

        return field is null ? null : Names.Escaped(field.Name);
    }

    private bool IsCancelledInTime(IFieldSymbol field) => finding.Model.References.To(field) is { IsDefault: false } references && references.Any(it =>
        it.CallOn() is { TargetMethod.Name: "Cancel" or "CancelAsync" } call
        && finding.Model.RunsAtStop(call)
        && finding.Model.Bodies.FunctionAround(call) is { } function && !finding.Model.Contracts.IsDispose(function));

    private string NewSource()
    {
        var name = Members.FieldName(type, "stopping");
        AddField(name, $"private readonly {SourceType} {name} = new {SourceType}();");
        first.Add(HasCancelAsync ? $"await {name}.CancelAsync();" : $"{name}.Cancel();");
        if (StopPath.OfNewDisposal(type, finding.Node, finding.Model) is { } disposal)
        {
            supports.AddRange(disposal.With([], [name + ".Dispose();"]));
        }

        return name;
    }

    private void Keep(SyntaxNode dropped, bool isRepeated)
    {
        var name = Members.FieldName(type, "running");
        AddField(name, isRepeated
            ? $"private readonly global::System.Collections.Generic.List<{TaskType}> {name} = new global::System.Collections.Generic.List<{TaskType}>();"
            : $"private {TaskType} {name} = {TaskType}.CompletedTask;");
        supports.Add(new Support("keep", dropped, editor => editor.ReplaceNode(dropped, (current, _) => Kept(current, name, isRepeated))));
        last.Add(stop.Await(isRepeated ? $"{TaskType}.WhenAll({name})" : name, mayBeNull: false));
    }

    // _ = X and X become _running = X, or _running.Add(X).
    private static SyntaxNode Kept(SyntaxNode dropped, string name, bool isRepeated)
    {
        var task = dropped is AssignmentExpressionSyntax assignment ? assignment.Right : (ExpressionSyntax)dropped;
        var kept = isRepeated
            ? NewCode.Expression($"{name}.Add()") is InvocationExpressionSyntax call
                ? call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(task.WithoutTrivia())))
                : throw new InvalidOperationException()
            : dropped is AssignmentExpressionSyntax discard
                ? discard.WithLeft(NewCode.Expression(name).WithTriviaFrom(discard.Left))
                : (ExpressionSyntax)SyntaxFactory.AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression, NewCode.Expression(name).WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());
        return kept.WithTriviaFrom(dropped);
    }

    private void AddField(string name, string text)
        => supports.Add(new Support("field " + name, declaration, editor => editor.AddField(declaration, NewCode.Member(text))));

    // It has a value from the beginning, and is never given none.
    private bool IsAlwaysSet(IFieldSymbol field)
        => finding.Model.Values.Of(field) is { IsDefaultOrEmpty: false } values
        && values.Any(static it => it.Parent is ISymbolInitializerOperation)
        && !values.Any(static it => it.Bare() is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation)
        && field.NullableAnnotation != NullableAnnotation.Annotated;
}
