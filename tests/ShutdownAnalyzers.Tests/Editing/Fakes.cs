using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using ShutdownAnalyzers.Editing;
using ShutdownAnalyzers.Model;

namespace ShutdownAnalyzers.Tests.Editing;

/// <summary>A rule for tests: calls of methods named <c>Bad</c>, and (as another rule) of methods named <c>Worse</c>.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // not shipped
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadCallAnalyzer() : ShutdownAnalyzer(Rules.WaitIgnoresStopSignal, Rules.LoopIgnoresStopSignal)
#pragma warning restore RS1036, RS1038, RS1041
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterOperationAction(
            static it =>
            {
                var rule = ((IInvocationOperation)it.Operation).TargetMethod.Name switch
                {
                    "Bad" => Rules.WaitIgnoresStopSignal,
                    "Worse" => Rules.LoopIgnoresStopSignal,
                    _ => null,
                };
                if (rule is not null)
                {
                    it.ReportDiagnostic(Diagnostic.Create(rule, it.Operation.Syntax.GetLocation(), "x", "y"));
                }
            },
            OperationKind.Invocation);
}

/// <summary>Replaces the flagged call by its first argument's text: the test says in a string what the repair writes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BadCallCodeFix))]
public sealed class BadCallCodeFix() : ShutdownCodeFix(Rules.WaitIgnoresStopSignal)
{
    private protected override Judges Judges { get; } = new([new BadCallAnalyzer()]);

    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } call)
        {
            yield break;
        }

        foreach (var text in arguments.Select(it => it.Expression).OfType<LiteralExpressionSyntax>().Select(it => it.Token.ValueText))
        {
            yield return new Repair("Write " + text, "Write", finding, editor =>
            {
                if (text.Length > 0)
                {
                    editor.ReplaceNode(call, SyntaxFactory.ParseExpression(text).WithTriviaFrom(call));
                }
            });
        }
    }
}

/// <summary>Renames the method that makes the flagged call to <c>Fine</c>, in its declaration only or with all its callers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenamingCodeFix))]
public sealed class RenamingCodeFix() : ShutdownCodeFix(Rules.WaitIgnoresStopSignal)
{
    private protected override Judges Judges { get; } = new([new BadCallAnalyzer()]);

    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        var method = finding.Around<MethodDeclarationSyntax>()!;
        var call = (InvocationExpressionSyntax)finding.Node;
        yield return new Repair("Rename here", "Here", finding, editor =>
        {
            editor.ReplaceNode(method, (it, _) => ((MethodDeclarationSyntax)it).WithIdentifier(SyntaxFactory.Identifier("Fine")));
            editor.ReplaceNode(call, (it, _) => SyntaxFactory.ParseExpression("Good()").WithTriviaFrom(it));
        });
        yield return new Repair("Rename everywhere", "Everywhere", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation);
            editor.ReplaceNode(method, (it, _) => ((MethodDeclarationSyntax)it).WithIdentifier(SyntaxFactory.Identifier("Fine")));
            editor.ReplaceNode(call, (it, _) => SyntaxFactory.ParseExpression("Good()").WithTriviaFrom(it));
            foreach (var document in finding.Document.Project.Documents)
            {
                var other = await solution.GetDocumentEditorAsync(document.Id, finding.Cancellation);
                foreach (var name in other.OriginalRoot.DescendantNodes().OfType<IdentifierNameSyntax>().Where(it => it.Identifier.Text == method.Identifier.Text))
                {
                    other.ReplaceNode(name, (it, _) => SyntaxFactory.IdentifierName("Fine").WithTriviaFrom(it));
                }
            }
        });
    }
}

/// <summary>Rules for tests that look at a whole type, or a whole compilation: a method <c>Start</c> without a <c>Stop</c>.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // not shipped
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingStopAnalyzer() : ShutdownAnalyzer(Rule, LateRule)
#pragma warning restore RS1036, RS1038, RS1041
{
#pragma warning disable RS2008, RS1017, RS1033 // not shipped
    internal static readonly DiagnosticDescriptor Rule = new("FAKE1", "t", "Starts without a stop", "c", DiagnosticSeverity.Warning, true);
    internal static readonly DiagnosticDescriptor LateRule = new("FAKE2", "t", "Starts without a stop", "c", DiagnosticSeverity.Warning, true, customTags: WellKnownDiagnosticTags.CompilationEnd);
#pragma warning restore RS2008, RS1017, RS1033

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        var late = new System.Collections.Concurrent.ConcurrentBag<IMethodSymbol>();
        context.RegisterSymbolStartAction(start =>
        {
            var type = (INamedTypeSymbol)start.Symbol;
            var calls = 0;
            start.RegisterOperationAction(_ => Interlocked.Increment(ref calls), OperationKind.Invocation);
            start.RegisterSymbolEndAction(end =>
            {
                if (calls == 0 && type.GetMembers("Stop").IsEmpty && type.GetMembers("Start").FirstOrDefault() is IMethodSymbol method)
                {
                    if (type.Name.StartsWith("Late", StringComparison.Ordinal))
                    {
                        late.Add(method);
                    }
                    else
                    {
                        end.ReportDiagnostic(Diagnostic.Create(Rule, method.Place()!));
                    }
                }
            });
        }, SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var method in late)
            {
                end.ReportDiagnostic(Diagnostic.Create(LateRule, method.Place()!));
            }
        });
    }
}

/// <summary>Adds the stop; to types called <c>Deaf</c> something else, which does not cure them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingStopCodeFix))]
public sealed class MissingStopCodeFix() : ShutdownCodeFix(MissingStopAnalyzer.Rule, MissingStopAnalyzer.LateRule)
{
    private protected override Judges Judges { get; } = new([new MissingStopAnalyzer()]);

    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        var type = finding.Around<TypeDeclarationSyntax>()!;
        var name = type.Identifier.Text.Contains("Deaf", StringComparison.Ordinal) ? "Halt" : "Stop";
        yield return new Repair("Add Stop", "Stop", finding, editor => editor.AddMember(type, NewCode.Member($"public void {name}() {{ }}")));
    }
}
