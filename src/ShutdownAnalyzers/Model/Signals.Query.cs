namespace ShutdownAnalyzers.Model;

internal sealed partial class Signals
{
    /// <summary>One question, and what has been asked on the way to its answer: a symbol that depends on itself adds nothing.</summary>
    private sealed class Query(ShutdownModel model, Signals signals)
    {
        private const int Deepest = 60;

        private readonly HashSet<ISymbol> asked = new(SymbolEqualityComparer.Default);
        private int depth;

        public Signal Token(IOperation? expression, Frame frame)
        {
            if (depth > Deepest)
            {
                return Signal.Unknown;
            }

            depth++;
            try
            {
                return expression.Bare() switch
                {
                    null => Signal.None,
                    IDefaultValueOperation or ILiteralOperation => Signal.Never,
                    IObjectCreationOperation creation => Created(creation, frame),
                    IPropertyReferenceOperation property => Property(property, frame),
                    IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } element => Element(element, frame),
                    IFieldReferenceOperation field => Variable(field.Field),
                    ILocalReferenceOperation local => Local(local, frame),
                    IParameterReferenceOperation parameter => Parameter(parameter, frame),
                    IInvocationOperation call => Call(call, frame),
                    IConditionalOperation { WhenFalse: { } otherwise } choice => Token(choice.WhenTrue, frame) | Token(otherwise, frame),
                    ICoalesceOperation coalesce => Token(coalesce.Value, frame) | Token(coalesce.WhenNull, frame),
                    ISwitchExpressionOperation choice => choice.Arms.Aggregate(Signal.None, (all, arm) => all | Token(arm.Value, frame)),
                    IConditionalAccessOperation access => Token(access.WhenNotNull, frame),
                    ISimpleAssignmentOperation assignment => Token(assignment.Value, frame),
                    IAwaitOperation await => Token(await.Operation, frame),
                    _ => Signal.Unknown,
                };
            }
            finally
            {
                depth--;
            }
        }

        /// <summary>Tokens inside an expression of any type: an options object, a closure, an enumerable made with a token.</summary>
        public Signal Carried(IOperation? expression, Frame frame)
        {
            var bare = expression.Bare();
            if (bare is null || depth > Deepest || !bare.Type.CanCarryToken())
            {
                return Signal.None;
            }

            if (signals.IsToken(bare.Type) || signals.IsSource(bare.Type))
            {
                return Token(bare, frame);
            }

            depth++;
            try
            {
                return bare switch
                {
                    IObjectCreationOperation creation => CarriedByAll(creation.Arguments, frame) | Initialized(creation.Initializer, frame),
                    IInvocationOperation call => CarriedByCall(call, frame),
                    IAnonymousFunctionOperation lambda => Mentioned(lambda.Body, frame),
                    ILocalReferenceOperation local => CarriedByLocal(local, frame),
                    IParameterReferenceOperation parameter when frame.Argument(parameter.Parameter) is { } argument => Carried(argument.Value, argument.In),
                    IPropertyReferenceOperation { Instance: { } instance } property => CarriedByMember(property.Property, instance, frame),
                    IFieldReferenceOperation field => CarriedByVariable(field.Field),
                    IAwaitOperation await => Carried(await.Operation, frame),
                    IConditionalAccessOperation access => Carried(access.Operation, frame) | Carried(access.WhenNotNull, frame),
                    ITupleOperation tuple => tuple.Elements.Aggregate(Signal.None, (all, it) => all | Carried(it, frame)),
                    IArrayCreationOperation { Initializer: { } items } => items.ElementValues.Aggregate(Signal.None, (all, it) => all | Carried(it, frame)),
                    ICollectionExpressionOperation items => items.Elements.Aggregate(Signal.None, (all, it) => all | Carried(it, frame)),
                    ICoalesceOperation coalesce => Carried(coalesce.Value, frame) | Carried(coalesce.WhenNull, frame),
                    IConditionalOperation choice => Carried(choice.WhenTrue, frame) | Carried(choice.WhenFalse, frame),
                    IMethodReferenceOperation group => model.Bodies.Of(group.Method) is { } body && asked.Add(group.Method) ? Mentioned(body, frame) : Signal.None,
                    IWithOperation with => Carried(with.Operand, frame) | Initialized(with.Initializer, frame),
                    _ => Signal.None,
                };
            }
            finally
            {
                depth--;
            }
        }

        // A tuple rarely has two tokens; then it counts as both.
        private Signal Element(IFieldReferenceOperation element, Frame frame)
            => Carried(element.Instance, frame) is var carried && carried == Signal.None ? Signal.Unknown : carried;

        /// <summary>What the parameter stands for in all its callers together.</summary>
        public Signal Parameter(IParameterSymbol parameter)
        {
            parameter = parameter.OriginalDefinition;
            if (!asked.Add(parameter))
            {
                return Signal.None;
            }

            if (parameter.ContainingSymbol is not IMethodSymbol method)
            {
                return Signal.Unknown;
            }

            if (signals.IsToken(parameter.Type) && model.Contracts.TokenOf(method) is { } known)
            {
                return known;
            }

            if (method.MethodKind == MethodKind.AnonymousFunction)
            {
                return LambdaParameter(parameter, method);
            }

            return ByCallers(parameter, method);
        }

        /// <summary>What the token or source in this field or property means.</summary>
        public Signal Member(ISymbol member) => member is IPropertySymbol property ? model.Tokens.Of(property) ?? SourceProperty(property, Frame.Outermost) : Variable(member);

        private Signal ByCallers(IParameterSymbol parameter, IMethodSymbol method)
        {
            var signal = Signal.None;
            var references = model.References.To(method);
            if (references.IsDefault)
            {
                return Signal.Caller;
            }

            foreach (var reference in references)
            {
                signal |= reference.Bare() switch
                {
                    IInvocationOperation call => Argument(call.Arguments, parameter),
                    IObjectCreationOperation creation => Argument(creation.Arguments, parameter),
                    IMethodReferenceOperation group => model.Places.Of(method).HasFlag(Place.Request) ? Signal.Request : HandedOver(group, parameter),
                    _ => Signal.Unknown,
                };
            }

            // Nobody in the project calls it, or only calls that hand over nothing: then others do.
            return (signal & ~Signal.Never) == 0 && (signal == Signal.None || model.OthersMayCall(method)) ? signal | Signal.Caller : signal;
        }

        private Signal Argument(ImmutableArray<IArgumentOperation> arguments, IParameterSymbol parameter)
            => arguments.FirstOrDefault(it => it.Parameter?.Ordinal == parameter.Ordinal) is { } argument ? Token(argument.Value, Frame.Outermost) : Signal.Unknown;

        private Signal LambdaParameter(IParameterSymbol parameter, IMethodSymbol method)
            => model.Bodies.Of(method) is { } lambda ? HandedOver(lambda, parameter) : Signal.Unknown;

        // A lambda or method group is handed to somebody who calls it with a token of his.
        private Signal HandedOver(IOperation function, IParameterSymbol parameter)
        {
            switch (function.BareParent())
            {
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (model.Handovers.PlaceOf(call, argument) == Place.Request)
                    {
                        return Signal.Request;
                    }

                    if (model.Bodies.Of(call.TargetMethod) is { } callee && argument.Parameter is { } receiving)
                    {
                        return CalledWith(callee, receiving.OriginalDefinition, parameter.Ordinal, Frame.Outermost.Enter(callee, call.Arguments));
                    }

                    // Parallel.ForEachAsync, Polly and their like hand on the token they were given.
                    var given = Signal.None;
                    foreach (var other in call.Arguments)
                    {
                        if (other != argument)
                        {
                            given |= Carried(other.Value, Frame.Outermost);
                        }
                    }

                    return given == Signal.None ? Signal.Unknown : given;
                default:
                    return Signal.Unknown;
            }
        }

        // The token that the callee hands to the delegate it was given.
        private Signal CalledWith(IOperation callee, IParameterSymbol receiving, int ordinal, Frame? frame)
        {
            var signal = Signal.None;
            foreach (var use in callee.Descendants().OfType<IInvocationOperation>())
            {
                if (use.TargetMethod.MethodKind == MethodKind.DelegateInvoke
                    && use.Instance.ReferencedSymbol().Is(receiving)
                    && use.Arguments.FirstOrDefault(it => it.Parameter?.Ordinal == ordinal) is { } argument)
                {
                    signal |= Token(argument.Value, frame ?? Frame.Outermost);
                }
            }

            return signal == Signal.None ? Signal.Unknown : signal;
        }

        private Signal Parameter(IParameterReferenceOperation reference, Frame frame)
            => frame.Argument(reference.Parameter) is { } argument ? Token(argument.Value, argument.In)
            : signals.IsSource(reference.Type) ? Signal.Unknown
            : Parameter(reference.Parameter);

        private Signal Created(IObjectCreationOperation creation, Frame frame)
        {
            if (signals.IsSource(creation.Type))
            {
                // new CancellationTokenSource(time) fires by itself; what else cancels it is asked of its variable.
                return creation.Arguments.Length > 0 ? Signal.Timed : Signal.Never;
            }

            return creation.Arguments switch
            {
                [] => Signal.Never,
                [{ Value.ConstantValue: { HasValue: true, Value: false } }] => Signal.Never,
                _ => Signal.Unknown,
            };
        }

        private Signal Property(IPropertyReferenceOperation reference, Frame frame)
        {
            var property = reference.Property;
            if (property.ContainingType.IsA(model.Types.CancellationToken))
            {
                return property.Name == "None" ? Signal.Never : Signal.Unknown;
            }

            if (property.Name == "Token" && signals.IsSource(reference.Instance?.Type ?? property.ContainingType))
            {
                return Token(reference.Instance, frame);
            }

            if (reference.Instance.Bare() is IParameterReferenceOperation { Parameter: var bound } && bound.GetAttributes().Any(it => it.AttributeClass.IsA(model.Types["Microsoft.AspNetCore.Http.AsParametersAttribute"])))
            {
                return Signal.Request;
            }

            return model.Tokens.Of(property) ?? (property.DeclaringSyntaxReferences.Length > 0 ? SourceProperty(property, frame) : Carried(reference.Instance, frame) | Signal.Unknown);
        }

        private Signal SourceProperty(IPropertySymbol property, Frame frame)
        {
            if (!asked.Add(property))
            {
                return Signal.None;
            }

            var implementations = property.IsAbstract || property.IsVirtual || property.ContainingType.TypeKind == TypeKind.Interface
                ? model.SourceTypes.DerivedFrom(property.ContainingType)
                    .Select(type => type.TypeKind == TypeKind.Interface ? null : Implementation(type, property))
                    .OfType<IPropertySymbol>()
                    .Distinct<IPropertySymbol>(SymbolEqualityComparer.Default)
                    .ToArray()
                : [];

            var signal = property.IsAbstract ? Signal.None : OwnProperty(property, frame);
            foreach (var implementation in implementations)
            {
                signal |= implementation.Is(property) ? Signal.None : OwnProperty(implementation, Frame.Outermost);
            }

            asked.Remove(property);
            return signal == Signal.None ? Signal.Unknown : signal;
        }

        private static IPropertySymbol? Implementation(INamedTypeSymbol type, IPropertySymbol property)
            => property.ContainingType.TypeKind == TypeKind.Interface
                ? type.FindImplementationForInterfaceMember(property) as IPropertySymbol
                : type.GetMembers(property.Name).OfType<IPropertySymbol>().FirstOrDefault(it => it.OverriddenProperty.Is(property));

        private Signal OwnProperty(IPropertySymbol property, Frame frame)
        {
            if (property.GetMethod is { } getter && model.Bodies.Of(getter) is { } body)
            {
                var signal = Signal.None;
                foreach (var value in Returns(body))
                {
                    signal |= Token(value, frame);
                }

                return signal;
            }

            return Held(property.OriginalDefinition);
        }

        private Signal Call(IInvocationOperation call, Frame frame)
        {
            if (call.TargetMethod.Name == "CreateLinkedTokenSource" && call.TargetMethod.ContainingType.IsA(model.Types.CancellationTokenSource))
            {
                return CarriedByAll(call.Arguments, frame);
            }

            if (model.Bodies.Of(call.TargetMethod) is { } body && frame.Enter(body, call.Arguments) is { } inside)
            {
                var signal = Signal.None;
                foreach (var value in Returns(body))
                {
                    signal |= Token(value, inside);
                }

                return signal;
            }

            return Signal.Unknown;
        }

        private static IEnumerable<IOperation> Returns(IOperation body)
            => body is IBlockOperation { Operations: [IReturnOperation { ReturnedValue: { } value }] } ? [value] : Values.Returned(body);

        private Signal Local(ILocalReferenceOperation reference, Frame frame)
        {
            if (!asked.Add(reference.Local))
            {
                return Signal.None;
            }

            var signal = Signal.None;
            var values = model.Values.Of(reference.Local, reference);
            if (values.IsDefaultOrEmpty)
            {
                signal = Signal.Unknown;
            }
            else
            {
                foreach (var value in values)
                {
                    signal |= Token(value, frame);
                }
            }

            if (signals.IsSource(reference.Type))
            {
                signal = Cancelled(signal, model.Sources.CancelledBy(reference.Local, reference));
            }

            asked.Remove(reference.Local);
            return signal;
        }

        // A field, or a property backed by one.
        private Signal Variable(ISymbol variable)
        {
            variable = variable.OriginalDefinition;
            if (!asked.Add(variable))
            {
                return Signal.None;
            }

            var signal = Held(variable);
            asked.Remove(variable);
            return signal;
        }

        private Signal Held(ISymbol variable)
        {
            var values = model.Values.Of(variable);
            var signal = values.IsDefault ? Signal.Unknown : Signal.None;
            if (!values.IsDefault)
            {
                foreach (var value in values)
                {
                    signal |= Token(value, Frame.Outermost);
                }

                // The value that a field has before anything is assigned says nothing.
                if (values.Any(static it => it.Bare() is not (IDefaultValueOperation or ILiteralOperation)))
                {
                    signal = signal == Signal.Never ? signal : signal & ~Signal.Never;
                }
                else if (values.IsEmpty)
                {
                    signal = variable.DeclaredAccessibility == Accessibility.Private ? Signal.Never : Signal.Unknown;
                }
            }

            if (signals.IsSource((variable as IFieldSymbol)?.Type ?? (variable as IPropertySymbol)?.Type))
            {
                signal = Cancelled(signal, model.Sources.CancelledBy(variable));
            }

            return signal;
        }

        private static Signal Cancelled(Signal made, Signal cancelled)
            => cancelled == Signal.None ? made : (made & ~Signal.Never) | cancelled;

        private Signal CarriedByAll(ImmutableArray<IArgumentOperation> arguments, Frame frame)
        {
            var signal = Signal.None;
            foreach (var argument in arguments)
            {
                signal |= Carried(argument.Value, frame);
            }

            return signal;
        }

        private Signal CarriedByCall(IInvocationOperation call, Frame frame)
        {
            var signal = Carried(call.Instance, frame) | CarriedByAll(call.Arguments, frame);
            if (model.Bodies.Of(call.TargetMethod) is { } body && frame.Enter(body, call.Arguments) is { } inside)
            {
                foreach (var value in Returns(body))
                {
                    signal |= Carried(value, inside);
                }
            }

            return signal;
        }

        private Signal CarriedByLocal(ILocalReferenceOperation reference, Frame frame)
        {
            if (!asked.Add(reference.Local))
            {
                return Signal.None;
            }

            var signal = Signal.None;
            var values = model.Values.Of(reference.Local, reference);
            foreach (var value in values.IsDefault ? ImmutableArray<IOperation>.Empty : values)
            {
                signal |= Carried(value, frame);
            }

            asked.Remove(reference.Local);
            return signal;
        }

        private Signal CarriedByVariable(ISymbol variable)
        {
            if (!asked.Add(variable))
            {
                return Signal.None;
            }

            var signal = Signal.None;
            var values = variable.DeclaringSyntaxReferences.Length == 0 ? default : model.Values.Of(variable);
            foreach (var value in values.IsDefault ? ImmutableArray<IOperation>.Empty : values)
            {
                signal |= Carried(value, Frame.Outermost);
            }

            asked.Remove(variable);
            return signal;
        }

        private Signal CarriedByMember(IPropertySymbol property, IOperation instance, Frame frame)
            => property.DeclaringSyntaxReferences.Length > 0 ? CarriedByVariable(property) : Carried(instance, frame);

        private Signal Initialized(IObjectOrCollectionInitializerOperation? initializer, Frame frame)
        {
            var signal = Signal.None;
            foreach (var assignment in initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
            {
                signal |= Carried(assignment.Value, frame);
            }

            return signal;
        }

        // Every token that the code of a lambda or method names.
        private Signal Mentioned(IOperation body, Frame frame)
        {
            var signal = Signal.None;
            foreach (var operation in body.Descendants())
            {
                if (signals.IsToken(operation.Type) && operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
                {
                    signal |= Token(operation, frame);
                }
            }

            return signal;
        }
    }
}
