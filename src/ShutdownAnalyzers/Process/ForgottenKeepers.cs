using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Process;

/// <summary>Objects that keep something in a field and that nothing keeps: the next garbage collection takes both.</summary>
internal sealed class ForgottenKeepers(ShutdownModel model)
{
    /// <summary>
    /// The type that keeps the value in its fields, where each object of it is done with before its creator waits;
    /// <see langword="null"/> where one of them lives longer, or may.
    /// </summary>
    public INamedTypeSymbol? Of(Usage usage)
    {
        var members = usage.Holders.Where(static it => it is IFieldSymbol or IPropertySymbol).ToImmutableArray();
        return members.All(it => !it.IsStatic && it.DeclaredAccessibility == Accessibility.Private && it.ContainingType.Is(members[0].ContainingType))
            && members[0].ContainingType is { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object } type
            && !model.SourceTypes.DerivedFrom(type).Any()
            && !model.Registrations.IsSingleton(type)
            && !model.Registrations.IsShortLived(type)
            && !LetsItselfOut(type)
            && AreForgotten(type)
                ? type
                : null;
    }

    // A handler, a lambda or a receiver of 'this' may keep the object alive, and with it all it keeps.
    private bool LetsItselfOut(INamedTypeSymbol type)
        => type.InstanceConstructors.Any(static it => it.DeclaringSyntaxReferences.Any(static at => at.GetSyntax() is not ConstructorDeclarationSyntax))
        || model.Bodies.OfType(type).SelectMany(static it => it.DescendantsAndSelf()).OfType<IInstanceReferenceOperation>()
            .Any(static it => it.EnclosingFunction() is IAnonymousFunctionOperation or ILocalFunctionOperation || !IsOnlyReceiver(it));

    private static bool IsOnlyReceiver(IInstanceReferenceOperation self) => self.Parent switch
    {
        IFieldReferenceOperation or IPropertyReferenceOperation => true,
        IMethodReferenceOperation group => group.Method.MethodKind == MethodKind.LocalFunction,
        IInvocationOperation call => call.Instance == self,
        _ => self.ReferenceKind != InstanceReferenceKind.ContainingTypeInstance,
    };

    private bool AreForgotten(INamedTypeSymbol type)
    {
        var creations = type.InstanceConstructors.Select(model.References.To).ToImmutableArray();
        return creations.All(static it => !it.IsDefault) && creations.Any(static it => !it.IsEmpty) && creations.SelectMany(static it => it).All(IsForgotten);
    }

    // Held by locals at most, all that is done with it is done at once, and then the code waits.
    private bool IsForgotten(IOperation creation)
    {
        var usage = model.Uses.Of(creation);
        var uses = usage.Operations(UseKind.Member).Append(creation).ToImmutableArray();
        return creation is IObjectCreationOperation
            && usage.All.All(static it => it.Kind is UseKind.Member or UseKind.Dropped)
            && usage.Holders.All(static it => it is ILocalSymbol)
            && uses.All(it => !it.IsInLoop() && it.EnclosingFunction() == creation.EnclosingFunction())
            && creation.StatementAround() is { Parent: IBlockOperation block } first
            && block.Operations.SkipWhile(it => it != first).ToImmutableArray() is var behind
            && behind.TakeWhile(it => !model.Pauses.MayBeIn([it])).ToImmutableArray() is var before
            && before.Length < behind.Length
            && uses.All(it => before.Contains(it.StatementAround()));
    }
}
