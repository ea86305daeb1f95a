using System.Runtime.CompilerServices;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "what ends this work?": who cancels the sources whose tokens it watches, writes the flags that it reads, stops,
/// closes or completes what it works on, disposes of the timer.
/// </summary>
internal sealed class WorkEndings(ShutdownModel model)
{
    // By the work itself, not by what it is made of: there is one object for each work.
    private readonly ConditionalWeakTable<StartedWork, WorkEnds> known = new();

    public WorkEnds Of(StartedWork work) => known.GetValue(work, Look);

    private WorkEnds Look(StartedWork work)
    {
        var inquiry = new Inquiry(model, work);
        inquiry.Look();
        return inquiry.Result();
    }

    /// <summary>One question, with the code of the work and of the start: what they do themselves ends nothing.</summary>
    private sealed class Inquiry(ShutdownModel model, StartedWork work)
    {
        private const int Deepest = 12;

        private static readonly string[] Parts = ["Writer", "Reader", "Client", "Server", "Socket", "BaseStream", "Input", "Output"];
        private static readonly string[] TimerVerbs = ["Change", "Stop", "Dispose", "DisposeAsync", "Close"];

        private readonly ImmutableArray<IOperation>.Builder operations = ImmutableArray.CreateBuilder<IOperation>();
        private readonly HashSet<ISymbol> asked = new(SymbolEqualityComparer.Default);
        private readonly ImmutableHashSet<ISymbol?> own = work.Code
            .Select(it => model.Bodies.FunctionAround(it.Operation))
            .Where(it => !it.Is(model.Bodies.FunctionAround(work.Site)))
            .ToImmutableHashSet<ISymbol?>(SymbolEqualityComparer.Default);

        private bool byOthers;
        private bool watchesStart;

        public WorkEnds Result() => new(operations.ToImmutable(), byOthers, watchesStart);

        public void Look()
        {
            switch (work.Kind)
            {
                case WorkKind.Timer:
                    EndedThrough(model.Uses.Of(work.Site), TimerVerbs, wakes: false);
                    break;
                case WorkKind.Object when StartedObjects.Of((IInvocationOperation)work.Site, work.Step.Frame, model) is { } started:
                    EndedThrough(model.Uses.OfHeldBy(started, work.Site), verbs: null, wakes: false);
                    return;
                case WorkKind.Object:
                    byOthers = true;
                    return;
                case WorkKind.Handler:
                    new Subscription(model, work.Site).Look(Add, () => byOthers = true);
                    return;
            }

            var canLeave = work.CanLeave(model);
            foreach (var (operation, frame) in work.Code.Select(static it => (it.Operation, it.Frame)))
            {
                if (model.Signals.IsToken(operation.Type) || model.Signals.IsSource(operation.Type))
                {
                    if (operation.ReferencedSymbol() is not null && !OnlyGuardsStart(operation))
                    {
                        Watch(operation, frame, 0);
                    }
                }
                else if (operation.ReferencedSymbol() is { } symbol && IsShared(symbol) && !IsWritten(operation) && asked.Add(symbol))
                {
                    Follow(symbol, operation, canLeave);
                }
            }
        }

        // What the stop path could get hold of too: members, and variables of the code that starts the work.
        private bool IsShared(ISymbol symbol) => symbol switch
        {
            IFieldSymbol { IsConst: false, DeclaringSyntaxReferences.Length: > 0 } or IPropertySymbol { DeclaringSyntaxReferences.Length: > 0 } => true,
            ILocalSymbol or IParameterSymbol => !own.Contains(symbol.ContainingSymbol),
            _ => false,
        };

        private void Follow(ISymbol symbol, IOperation read, bool canLeave)
        {
            if (canLeave && IsFlag(read.Type) && symbol is IFieldSymbol or IPropertySymbol && model.References.To(symbol) is { IsDefault: false } references)
            {
                foreach (var write in references.Where(IsWritten).Where(IsElsewhere))
                {
                    Add(write, mayBeAnyone: IsAskedByLoop(read));
                }
            }

            if (read.Type is { IsReferenceType: true, SpecialType: SpecialType.None } or { TypeKind: TypeKind.TypeParameter })
            {
                EndedThrough(model.Uses.OfHeldBy(symbol, read), verbs: null, wakes: canLeave);
            }
        }

        private void EndedThrough(Usage usage, string[]? verbs, bool wakes)
        {
            foreach (var use in usage.All)
            {
                switch (use)
                {
                    // Most members end nothing, and where they are used is asked last: it takes the callers, and theirs.
                    case { Kind: not (UseKind.Using or UseKind.Member or UseKind.Passed) }:
                    case { Kind: UseKind.Member, Operation: var unrelated } when !MayEnd(unrelated, verbs, wakes):
                    case { Kind: UseKind.Passed, Operation: var passed } when verbs is null && passed is not IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" }:
                        break;
                    case { Operation: var operation } when !IsElsewhere(operation):
                        break;
                    case { Kind: UseKind.Using }:
                        Add(use.Operation, mayBeAnyone: true);
                        break;
                    case { Kind: UseKind.Member, Operation: IPropertyReferenceOperation part } when Parts.Contains(part.Property.Name):
                        EndedThrough(model.Uses.Of(part), verbs, wakes);
                        break;
                    case { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "Enabled" or "EnableRaisingEvents" } property } when IsWritten(property):
                        Add(property, mayBeAnyone: true);
                        break;
                    case { Kind: UseKind.Member, Operation: var member } when Name(member) is { } name:
                        if (verbs?.Contains(name) ?? Endings.IsEnding(name))
                        {
                            Add(member, mayBeAnyone: true);
                        }
                        else if (wakes && verbs is null && Endings.IsWaking(name))
                        {
                            Add(member, mayBeAnyone: false);
                        }

                        break;

                    // Kept with others that are disposed of together, or handed to code that we do not see.
                    case { Kind: UseKind.Passed }:
                        byOthers = true;
                        break;
                }
            }
        }

        private static bool MayEnd(IOperation member, string[]? verbs, bool wakes) => member switch
        {
            IPropertyReferenceOperation { Property.Name: var property } => Parts.Contains(property) || property is "Enabled" or "EnableRaisingEvents",
            _ => Name(member) is { } name && (verbs?.Contains(name) ?? (Endings.IsEnding(name) || (wakes && Endings.IsWaking(name)))),
        };

        // Where nothing says that the code belongs to a stop path, anybody may call it: then all is open.
        private void Add(IOperation end, bool mayBeAnyone)
        {
            if (model.Endings.RunsAtStop(end))
            {
                operations.Add(end);
            }
            else
            {
                byOthers |= mayBeAnyone;
            }
        }

        private bool IsElsewhere(IOperation operation)
        {
            var function = model.Bodies.FunctionAround(operation);
            for (ISymbol? it = function; it is IMethodSymbol method; it = it.ContainingSymbol)
            {
                if (own.Contains(it) || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor && it.Is(function) || model.Contracts.IsStart(method) && it.Is(function))
                {
                    return false;
                }
            }

            return function is not null && model.Places.Of(function) != Place.Start;
        }

        // Task.Run(body, token), ContinueWith(body, token): it keeps the body from starting, and that is all.
        private bool OnlyGuardsStart(IOperation token) => token.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }
            && (model.Handovers.Starts(method) || (method.Name == "ContinueWith" && method.ContainingType.DerivesFrom(model.Types.Task)));

        private void Watch(IOperation? token, Frame frame, int depth)
        {
            var bare = token.Bare();
            if (depth > Deepest)
            {
                byOthers = true;
                return;
            }

            switch (bare)
            {
                case null or IDefaultValueOperation or ILiteralOperation:
                    break;
                case IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } when model.Signals.IsSource(bare.Type):
                    WatchSource(bare, frame, depth);
                    break;
                case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when model.Signals.IsSource(source.Type):
                    Watch(source, frame, depth + 1);
                    break;
                case IPropertyReferenceOperation property when model.Tokens.Of(property.Property) is not null || property.Property.DeclaringSyntaxReferences.Length == 0:
                    byOthers |= model.Signals.Of(bare, frame).HearsStop();
                    break;
                case IPropertyReferenceOperation { Property.GetMethod: { } getter } when model.Bodies.Of(getter) is { } body:
                    WatchAll([.. Values.Returned(body)], frame, depth);
                    break;
                case IPropertyReferenceOperation property:
                    WatchAll(model.Values.Of(property.Property), Frame.Outermost, depth);
                    break;
                case IFieldReferenceOperation field:
                    WatchAll(model.Values.Of(field.Field), Frame.Outermost, depth);
                    break;
                case ILocalReferenceOperation local:
                    WatchAll(model.Values.Of(local.Local, local), frame, depth);
                    break;
                case IParameterReferenceOperation parameter when frame.Argument(parameter.Parameter) is { } argument:
                    Watch(argument.Value, argument.In, depth + 1);
                    break;
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } when model.Values.OfParameter(parameter) is { IsDefaultOrEmpty: false } handed:
                    WatchAll(handed, Frame.Outermost, depth);
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } choice:
                    WatchAll([choice.WhenTrue, otherwise], frame, depth);
                    break;
                case ICoalesceOperation coalesce:
                    WatchAll([coalesce.Value, coalesce.WhenNull], frame, depth);
                    break;
                default:
                    var signal = model.Signals.Of(bare, frame);
                    watchesStart |= signal.Has(Signal.StartOnly);
                    byOthers |= (signal & ~Signal.Timed).HearsStop();
                    break;
            }
        }

        private void WatchAll(ImmutableArray<IOperation> values, Frame frame, int depth)
        {
            if (values.IsDefault)
            {
                byOthers = true;
                return;
            }

            foreach (var value in values)
            {
                Watch(value, frame, depth + 1);
            }
        }

        private void WatchSource(IOperation creation, Frame frame, int depth)
        {
            if (creation is IInvocationOperation linked)
            {
                foreach (var argument in linked.Arguments)
                {
                    foreach (var token in argument.Value.Bare() is IArrayCreationOperation { Initializer: { } items } ? items.ElementValues : [argument.Value])
                    {
                        Watch(token, frame, depth + 1);
                    }
                }
            }

            foreach (var use in model.Uses.Of(creation).All)
            {
                if (use.Kind == UseKind.Member && Name(use.Operation) is "Cancel" or "CancelAsync" or "CancelAfter")
                {
                    if (IsElsewhere(use.Operation))
                    {
                        Add(use.Operation, mayBeAnyone: true);
                    }
                }
                else if (use.Kind == UseKind.Passed)
                {
                    byOthers = true;
                }
            }
        }

        private static bool IsAskedByLoop(IOperation read) => read.Ancestors().Any(it => it switch
        {
            IWhileLoopOperation loop => loop.Condition is { } condition && condition.Syntax.Span.Contains(read.Syntax.Span),
            IForLoopOperation loop => loop.Condition is { } condition && condition.Syntax.Span.Contains(read.Syntax.Span),
            _ => false,
        });

        private static bool IsFlag(ITypeSymbol? type)
            => type is { SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 } or { TypeKind: TypeKind.Enum };

        private static bool IsWritten(IOperation reference) => reference.BareParent() switch
        {
            IAssignmentOperation assignment => assignment.Target.Bare() == reference,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
            _ => false,
        };

        private static string? Name(IOperation member) => member switch
        {
            IInvocationOperation call => call.TargetMethod.Name,
            IMethodReferenceOperation group => group.Method.Name,
            _ => null,
        };
    }
}
