using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Knowledge;

/// <summary>Calls that wait and that no token wakes: they take none, or ignore the one they get. Only closing their source ends them.</summary>
internal sealed class DeafWaits(KnownTypes types)
{
    private static readonly ImmutableArray<(string Type, string[] Methods)> Table = ImmutableArray.Create<(string, string[])>(
        ("System.Net.HttpListener", ["GetContext", "GetContextAsync"]),
        ("System.Net.Sockets.TcpListener", ["AcceptTcpClient", "AcceptSocket"]),
        ("System.Net.Sockets.Socket", ["Accept", "Receive", "ReceiveFrom"]),
        ("System.Net.Sockets.UdpClient", ["Receive"]),
        ("System.IO.Pipes.NamedPipeServerStream", ["WaitForConnection"]),
        ("System.IO.Ports.SerialPort", ["ReadLine", "ReadByte", "ReadChar", "ReadTo", "Read"]),
        ("System.Diagnostics.Process", ["WaitForExit"]),
        ("System.Console", ["ReadLine", "ReadKey", "Read"]));

    // Their values read in that way.
    private static readonly ImmutableArray<string> Properties = ImmutableArray.Create("In", "BaseStream");

    /// <summary>The names of all calls that may be among them, and of the properties whose values read in that way.</summary>
    public static readonly HashSet<string> Names = [.. Table.SelectMany(static row => row.Methods), .. Properties];

    private static readonly HashSet<string> Types = [.. Table.Select(static row => row.Type.Substring(row.Type.LastIndexOf('.') + 1))];

    /// <summary>The name is used of one of the types, as far as the text tells.</summary>
    public static bool MayBe(SyntaxNode name)
        => !IsElsewhere(name)
        && (name.Parent is not MemberAccessExpressionSyntax { Expression: var receiver } access || access.Name != name
        || (WrittenTypes.Of(receiver) ?? TypeNamedBy(receiver)) is not { } type || Types.Contains(type));

    // A function of this very file, and a property of the same name: client.DefaultRequestHeaders.Accept.Add(...)
    private static bool IsElsewhere(SyntaxNode name)
        => name is SimpleNameSyntax { Identifier.ValueText: var called }
        && (name.Parent is InvocationExpressionSyntax ? SyntaxIndex.Of(name.SyntaxTree).Declares(called) : !Properties.Contains(called) && name.Parent is MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax });

    // Console in Console.ReadLine(): no variable has that name.
    private static string? TypeNamedBy(ExpressionSyntax receiver)
        => receiver is IdentifierNameSyntax { Identifier.ValueText: var name } && name.Length > 0 && char.IsUpper(name[0]) && SyntaxIndex.Declarations(receiver.SyntaxTree, name).Count == 0 ? WrittenTypes.NameOf((IdentifierNameSyntax)receiver) : null;

    private readonly Lazy<ImmutableDictionary<INamedTypeSymbol, string[]>> known = new(() => Table
        .Select(row => (Type: types[row.Type], row.Methods))
        .Where(static row => row.Type is not null)
        .ToImmutableDictionary<(INamedTypeSymbol? Type, string[] Methods), INamedTypeSymbol, string[]>(static row => row.Type!, static row => row.Methods, SymbolEqualityComparer.Default));

    public bool Contains(IInvocationOperation call)
        => (known.Value.TryGetValue(call.TargetMethod.ContainingType.OriginalDefinition, out var methods) && methods.Contains(call.TargetMethod.Name) && !HasTimeout(call))
        || ReadsConsole(call)
        || ReadsSerialPort(call);

    /// <summary>The method group is handed to somebody who calls it: <c>Task.Run(Console.ReadLine)</c>.</summary>
    public bool Contains(IMethodReferenceOperation group)
        => known.Value.TryGetValue(group.Method.ContainingType.OriginalDefinition, out var methods) && methods.Contains(group.Method.Name) && group.Method.Parameters.IsEmpty;

    // Console.In.ReadLineAsync(token) takes a token and ignores it.
    private bool ReadsConsole(IInvocationOperation call)
        => call.Instance.Bare() is IPropertyReferenceOperation { Property: { Name: "In", ContainingType: var owner } } && owner.IsA(types["System.Console"])
        && call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal);

    private bool ReadsSerialPort(IInvocationOperation call)
        => call.Instance.Bare() is IPropertyReferenceOperation { Property: { Name: "BaseStream", ContainingType: var owner } } && owner.IsA(types["System.IO.Ports.SerialPort"])
        && call.TargetMethod.Name is "Read" or "ReadAsync" or "ReadByte";

    // WaitForExit(milliseconds) comes back.
    private static bool HasTimeout(IInvocationOperation call)
        => call.TargetMethod.Name == "WaitForExit" && call.Arguments.Any(static it => it.ArgumentKind == ArgumentKind.Explicit && it.Value.ConstantValue is not { HasValue: true, Value: -1 });
}
