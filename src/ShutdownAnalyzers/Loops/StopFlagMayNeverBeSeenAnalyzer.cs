namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT109: a loop on a plain bool field that the stop path sets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopFlagMayNeverBeSeenAnalyzer() : ShutdownAnalyzer(Rules.StopFlagMayNeverBeSeen)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterCode(model, static it => it.Loops.Where(LoopShapes.MaySpinOnFlag), operation => Analyze(operation, model), OperationKind.Loop);

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        if (context.Operation is not IWhileLoopOperation { Condition: { } condition } loop || Flag(condition, model) is not (var (flag, asked)))
        {
            return;
        }

        // An await in the body reloads the field; so does a lock, or code that sets the flag itself.
        var body = loop.Body.OwnDescendantsAndSelf().ToArray();
        if (body.Any(static it => it is IAwaitOperation or ILockOperation)
            || loop.Ancestors().Any(static it => it is ILockOperation)
            || body.OfType<IFieldReferenceOperation>().Any(it => it.Field.Is(flag))
            || !IsSetAtStop(flag, loop, model))
        {
            return;
        }

        var calls = body.Any(static it => it is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation or IDynamicInvocationOperation);
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.StopFlagMayNeverBeSeen,
            asked.Syntax.GetLocation(),
            calls ? DiagnosticSeverity.Info : Rules.StopFlagMayNeverBeSeen.DefaultSeverity,
            additionalLocations: null,
            properties: ImmutableDictionary<string, string?>.Empty.Add("flag", flag.Name),
            flag.Name));
    }

    // The field that the condition reads, itself or through a property that returns it; a lock in there makes the write seen.
    private static (IFieldSymbol Flag, IOperation Asked)? Flag(IOperation condition, ShutdownModel model)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            var read = operation is IPropertyReferenceOperation { Property: { IsVirtual: false, IsAbstract: false, GetMethod: { } getter } } && model.Bodies.Of(getter) is { } body && !body.Descendants().Any(static it => it is ILockOperation) && Values.Returned(body).ToArray() is [var value]
                ? value.Bare()
                : operation;
            if (read is IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean, IsVolatile: false, IsReadOnly: false, IsConst: false, DeclaringSyntaxReferences.Length: > 0 } field }
                && operation.BareParent() is not IArgumentOperation)
            {
                return (field, operation);
            }
        }

        return null;
    }

    private static bool IsSetAtStop(IFieldSymbol flag, ILoopOperation loop, ShutdownModel model)
    {
        var references = model.References.To(flag);
        var own = model.Bodies.FunctionAround(loop);
        return !references.IsDefault && references.Any(it =>
            it.BareParent() is ISimpleAssignmentOperation assignment && assignment.Target.Bare() == it.Bare()
            && !model.Bodies.FunctionAround(it).Is(own)
            && (model.RunsAtStop(it) || model.Bodies.FunctionAround(it) is { DeclaredAccessibility: not Accessibility.Private, Name: "Stop" or "StopAsync" or "End" or "Shutdown" or "Close" or "Halt" or "Quit" }));
    }
}
