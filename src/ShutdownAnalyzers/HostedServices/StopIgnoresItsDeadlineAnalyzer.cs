using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT210: a stop method waits without a limit and never asks how long it may.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopIgnoresItsDeadlineAnalyzer() : HostedServiceAnalyzer(Rules.StopIgnoresItsDeadline)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsStop))
        {
            if (model.Bodies.Of(method) is not { } body || Hears(body, method.Parameters[0]))
            {
                continue;
            }

            var waits = new UnlimitedWait(type, model).In(method).OrderBy(static it => it.Outer.Syntax.SpanStart).ToList();
            if (waits is [var (outer, waited), ..])
            {
                // One report a method: who hears the deadline in one place knows of it in the others.
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.StopIgnoresItsDeadline, Awaited(outer).GetLocation(), waits.Skip(1).Select(static it => Awaited(it.Outer).GetLocation()).Distinct(),
                    method.SimpleName(), NameOf(waited), method.Parameters[0].Name));
            }
        }
    }

    // Its base gets it in any case; that limits only what the base does.
    private static bool Hears(IOperation body, IParameterSymbol deadline)
        => body.Descendants().OfType<IParameterReferenceOperation>().Any(it => it.Parameter.Is(deadline) && !GoesToBase(it));

    private static bool GoesToBase(IParameterReferenceOperation deadline)
        => deadline.BareParent() is IArgumentOperation { Parent: IInvocationOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } } };

    // await server.DrainAsync(): the whole of it. Of a loop its condition.
    private static SyntaxNode Awaited(IOperation outer)
        => outer is ILoopOperation loop && UnlimitedWait.ConditionOf(loop) is { } asked ? asked.Syntax : outer.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or IBlockOperation)).OfType<IAwaitOperation>().LastOrDefault()?.Syntax ?? outer.Syntax;

    private static string NameOf(IOperation waited) => waited switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IAwaitOperation { Operation: var task } when Named(task) is { } held => held.Name,
        ILoopOperation loop when UnlimitedWait.ConditionOf(loop) is { } condition => Named(condition)?.Name ?? condition.Syntax.ToString(),
        _ => waited.Syntax.ToString(),
    };

    private static ISymbol? Named(IOperation value) => value.DescendantsAndSelf().Select(static it => it.ReferencedSymbol()).FirstOrDefault(static it => it is not null);
}
