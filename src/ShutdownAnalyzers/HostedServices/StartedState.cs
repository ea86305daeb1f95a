using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>What the start path of a hosted type sets up: <see langword="null"/> in a service that was never started.</summary>
internal sealed class StartedState(ShutdownModel model)
{
    private const Place Started = Place.Start | Place.Worker | Place.Detached | Place.Handler;

    /// <summary>The member in which the start path sets the field or property, where nothing else ever does; else <see langword="null"/>.</summary>
    public ISymbol? SetterOf(ISymbol variable)
    {
        variable = variable.OriginalDefinition;
        if (!MayBeNull(variable) || IsSetElsewhere(variable) || model.References.To(variable) is not { IsDefault: false } references)
        {
            return null;
        }

        ISymbol? setter = null;
        foreach (var written in references.Where(Operations.IsWritten))
        {
            if (written.WritesNull())
            {
                continue;
            }

            if (!IsIn(written, Started))
            {
                return null;
            }

            setter ??= model.Bodies.MemberAround(written);
        }

        return setter is null || IsSetByConstructor(variable) ? null : setter;
    }

    /// <summary>
    /// The condition does not depend on whether the service was started: a parameter, a cancelled token, a field that only
    /// the stop path writes.
    /// </summary>
    public bool IsIdle(IOperation condition)
        => condition.DescendantsAndSelf().All(it => it switch
        {
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => true,
            IFieldReferenceOperation field => model.References.To(field.Field) is { IsDefault: false } uses && uses.Where(Operations.IsWritten).All(use => IsIn(use, Place.Stop)),
            IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => false,
            IInvocationOperation call => call.TargetMethod.ReadsOrWritesAtomically(model.Types) || call.TargetMethod.Name == "IsEnabled",
            _ => true,
        });

    private bool MayBeNull(ISymbol variable) => variable switch
    {
        IFieldSymbol { Type.IsReferenceType: true, IsStatic: false, IsReadOnly: false } field => field.AssociatedSymbol is null,
        IPropertySymbol { Type.IsReferenceType: true, IsStatic: false, SetMethod.IsInitOnly: false, GetMethod: { } getter } => model.Bodies.Of(getter) is null && getter.DeclaringSyntaxReferences.Length > 0,
        _ => false,
    };

    // By an initializer, or by code that we do not see.
    private bool IsSetElsewhere(ISymbol variable)
        => ((variable is IPropertySymbol { SetMethod: { } setter } ? setter : variable).IsVisibleOutside() && !model.IsExecutable)
        || variable.DeclaringSyntaxReferences.Length == 0
        || variable.DeclaringSyntaxReferences.Any(static it => it.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => !IsNull(value),
            PropertyDeclarationSyntax { Initializer.Value: var value } => !IsNull(value),
            ParameterSyntax => true,
            _ => false,
        });

    // = null!, = default!
    private static bool IsNull(ExpressionSyntax value)
        => value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } ? IsNull(operand)
            : value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression };

    private bool IsSetByConstructor(ISymbol variable)
        => variable.ContainingType.InstanceConstructors.Any(constructor => model.Steps.Of(constructor)
            .Any(it => it.Operation is IMemberReferenceOperation member && member.Member.OriginalDefinition.Is(variable) && member.IsWritten() && !member.WritesNull()));

    // In code that others may call too it may run at any time.
    private bool IsIn(IOperation operation, Place places)
        => model.Bodies.FunctionAround(operation) is { } function
        && (model.IsExecutable || !function.IsVisibleOutside() || model.Contracts.PlaceOf(function) != Place.None)
        && model.Places.Of(function) is var place && place != Place.None && (place & ~places) == Place.None;
}
