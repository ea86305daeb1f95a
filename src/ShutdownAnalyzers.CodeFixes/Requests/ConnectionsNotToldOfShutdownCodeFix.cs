namespace ShutdownAnalyzers.Requests;

/// <summary>
/// SHUT405: the type asks for the application's lifetime and closes its connections when stopping begins. Only where the
/// container makes the type, and where the collection may be gone through while others add to it.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConnectionsNotToldOfShutdownCodeFix))]
public sealed class ConnectionsNotToldOfShutdownCodeFix() : ShutdownCodeFix(Rules.ConnectionsNotToldOfShutdown)
{
    private const string Lifetime = "global::Microsoft.Extensions.Hosting.IHostApplicationLifetime";

    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Semantics.GetDeclaredSymbol(finding.Node, finding.Cancellation) is not { IsStatic: false, ContainingType: { } type } member
            || TypeOf(member) is not { } collection
            || Closing(Names.Escaped(member.Name), collection, finding.Model) is not { } closing
            || finding.Around<ClassDeclarationSyntax>() is not { ParameterList: null } declaration
            || !Containers.Creates(type, finding.Model)
            || Constructors(type) is not { Count: <= 1 } constructors)
        {
            return [];
        }

        var name = Names.Free("CloseAll", it => type.GetMembers(it).Length > 0);
        return [new Repair("Close the connections when the application stops", "close", solution => Support.ApplyAsync(
            [.. Registering(type, declaration, constructors.FirstOrDefault(), name), new Support(name, declaration, editor => editor.AddMember(declaration, NewCode.Member($"private void {name}()\n{{\n{closing}\n}}\n")))],
            solution,
            finding.Cancellation))];
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    private static List<ConstructorDeclarationSyntax> Constructors(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(static it => it.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .SelectMany(static it => it.Members)
        .OfType<ConstructorDeclarationSyntax>()
        .Where(static it => !it.Modifiers.Any(SyntaxKind.StaticKeyword))
        .ToList();

    private static IEnumerable<Support> Registering(INamedTypeSymbol type, ClassDeclarationSyntax declaration, ConstructorDeclarationSyntax? constructor, string close)
    {
        if (constructor is null)
        {
            return [new Support("constructor", declaration, editor => editor.AddFirstMethod(
                declaration, NewCode.Member($"public {type.Name}({Lifetime} lifetime) => lifetime.ApplicationStopping.Register({close});\n")))];
        }

        var name = Names.Free("lifetime", it => type.GetMembers(it).Length > 0 || constructor.DescendantTokens().Any(token => token.ValueText == it));
        return
        [
            new Support("parameter", constructor, editor => editor.AddParameter(constructor, Lifetime, name)),
            new Support("register", constructor, editor => editor.AddAtEveryEnd(
                constructor, (IMethodSymbol)editor.SemanticModel.GetDeclaredSymbol(constructor)!, NewCode.Statement($"{name}.ApplicationStopping.Register({close});"))),
        ];
    }

    // foreach (var client in clients) ...: a snapshot of the collection, and what its element is told by.
    private static string? Closing(string collection, ITypeSymbol type, ShutdownModel model)
    {
        var (items, element) = type is not INamedTypeSymbol { ContainingNamespace: { } space } named || space.ToDisplayString() is not ("System.Collections.Concurrent" or "System.Collections.Immutable")
            ? (null, null)
            : named.TypeArguments switch
            {
                [var one] => (collection, one),
                [_, var value] => (collection + ".Values", value),
                _ => (null, null),
            };

        return (items, element) switch
        {
            (null, _) or (_, null) => null,
            _ when element.IsA(model.Types.WebSocket) => ForEach(items, "_ = client.CloseOutputAsync(global::System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, \"The server shuts down\", global::System.Threading.CancellationToken.None);"),
            _ when element.IsA(model.Types["System.Net.Sockets.TcpClient"]) || element.IsA(model.Types["System.Net.Sockets.Socket"]) => ForEach(items, "client.Close();"),
            _ when element.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource"]) || element.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource`1"]) => ForEach(items, "client.TrySetCanceled();"),
            _ when element.IsA(model.Types["System.Threading.Channels.ChannelWriter`1"]) => ForEach(items, "client.TryComplete();"),
            _ => null,
        };
    }

    private static string ForEach(string items, string tell) => $"foreach (var client in {items})\n{{\n{tell}\n}}";
}
