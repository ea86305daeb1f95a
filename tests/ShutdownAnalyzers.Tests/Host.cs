using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ShutdownAnalyzers.Tests;

/// <summary>What the code under test is compiled against: the web SDK's references and usings.</summary>
internal static class Host
{
    /// <summary>The implicit usings of <c>Microsoft.NET.Sdk.Web</c>.</summary>
    public const string Usings =
        """
        global using global::Microsoft.AspNetCore.Builder;
        global using global::Microsoft.AspNetCore.Hosting;
        global using global::Microsoft.AspNetCore.Http;
        global using global::Microsoft.AspNetCore.Routing;
        global using global::Microsoft.Extensions.Configuration;
        global using global::Microsoft.Extensions.DependencyInjection;
        global using global::Microsoft.Extensions.Hosting;
        global using global::Microsoft.Extensions.Logging;
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Net.Http.Json;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;

        """;

    public static readonly MetadataReference[] References =
        [.. File.ReadAllLines(Metadata("References")).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The root of the repository.</summary>
    public static readonly string Repository = Metadata("Repository");

    private static string Metadata(string key)
        => typeof(Host).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value!;
}
