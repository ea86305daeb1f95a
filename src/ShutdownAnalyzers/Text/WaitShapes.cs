using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Tells by the text which names that waits have certainly stand for something else.</summary>
internal sealed class WaitShapes(NameGraph names)
{
    /// <summary>The name may be the wait: <c>Take</c> is one of a queue that the project has, <c>ReadAsync</c> not of a reader that a <c>using</c> disposes.</summary>
    public bool MayBe(SyntaxNode name) => name is not SimpleNameSyntax { Identifier.ValueText: var text } || text switch
    {
        "Take" or "TryTake" or "GetConsumingEnumerable" => Mentions("BlockingCollection"),
        "ReadAsync" or "WaitToReadAsync" or "ReadAllAsync" => !IsOfScope(name),
        _ => true,
    };

    /// <summary>The project has the word somewhere.</summary>
    public bool Mentions(string word) => names.FilesWith(word).Count > 0;

    // using var reader = await command.ExecuteReaderAsync(); nobody disposes the reader of a channel.
    private static bool IsOfScope(SyntaxNode name)
        => name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var receiver } }
        && SyntaxIndex.Declarations(name.SyntaxTree, receiver).Where(it => it is VariableDeclaratorSyntax && it.Parent?.Parent?.Parent?.Span.Contains(name.Span) == true).ToArray() is { Length: > 0 } found
        && found.All(static it => it is { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } or UsingStatementSyntax });
}
