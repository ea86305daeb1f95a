using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT212: <c>?.</c> where a call is a statement of its own, or what is returned; else the statement only runs where there is something to stop.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopAssumesStartedCodeFix))]
public sealed class StopAssumesStartedCodeFix() : ShutdownCodeFix(Rules.StopAssumesStarted)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not ExpressionSyntax variable || finding.Operation(variable) is not IMemberReferenceOperation)
        {
            return [];
        }

        var receiver = Outermost(variable);
        if (receiver.Parent is MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access && access.Expression == receiver && Whole(access) is InvocationExpressionSyntax call)
        {
            switch (call.Parent)
            {
                case ExpressionStatementSyntax:
                    return [Replace(call, Conditional(variable, access, call))];
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax when finding.Semantics.GetTypeInfo(call, finding.Cancellation).Type.Is(finding.Model.Types.Task):
                    return [Replace(call, Conditional(variable, access, call) + " ?? global::System.Threading.Tasks.Task.CompletedTask")];
            }
        }

        return variable.FirstAncestorOrSelf<StatementSyntax>() is (ExpressionStatementSyntax or CommonForEachStatementSyntax or LockStatementSyntax) and var statement
            ? [new Repair($"Only where '{variable}' is there", "guard", finding, editor => editor.ReplaceNode(statement, (current, _) => Guarded((StatementSyntax)current, variable)))]
            : [];

        Repair Replace(ExpressionSyntax expression, string text)
            => new($"Only where '{variable}' is there", "guard", finding, editor => editor.ReplaceNode(expression, NewCode.Expression(text).WithTriviaFrom(expression)));
    }

    // Without parentheses and null-forgiveness: _timer!
    private static ExpressionSyntax Outermost(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            expression = (ExpressionSyntax)expression.Parent;
        }

        return expression;
    }

    // _host.Services.Stop(x): the whole of it
    private static ExpressionSyntax Whole(ExpressionSyntax access)
    {
        while (access.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax && access.Parent.ChildNodes().First() == access)
        {
            access = (ExpressionSyntax)access.Parent;
        }

        return access;
    }

    private static string Conditional(ExpressionSyntax variable, MemberAccessExpressionSyntax access, ExpressionSyntax whole)
    {
        var text = whole.SyntaxTree.GetText();
        var between = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(variable.Span.End, access.OperatorToken.SpanStart)).Trim('!', ')');
        return text.ToString(variable.Span) + between + "?" + text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(access.OperatorToken.SpanStart, whole.Span.End));
    }

    private static StatementSyntax Guarded(StatementSyntax statement, ExpressionSyntax variable)
        => SyntaxFactory.IfStatement(
                NewCode.Expression($"{variable.WithoutTrivia()} is not null"),
                SyntaxFactory.Block(statement.WithoutLeadingTrivia()))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
}
