namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>Types that only hold data.</summary>
internal static class Data
{
    public static string Entity(Entity it) => $$"""
        using System.ComponentModel.DataAnnotations;

        namespace {{it.Namespace}};

        /// <summary>One {{it.Camel}} as it is stored.</summary>
        public sealed class {{it.Name}}
        {
            private readonly List<string> history = new();

            public Guid Id { get; set; } = Guid.NewGuid();

            public {{it.Name}}Status Status { get; private set; } = {{it.Name}}Status.Draft;

        {{it.Each(4, static field => field.Type == "string" ? $"[MaxLength(200)]\n    public string {field.Name} {{ get; set; }} = \"\";\n" : $"public {field.Type} {field.Name} {{ get; set; }}\n")}}
            public IReadOnlyList<string> History => history;

            public bool CanMoveTo({{it.Name}}Status next) => (Status, next) switch
            {
                ({{it.Name}}Status.Draft, {{it.Name}}Status.Submitted) => true,
                ({{it.Name}}Status.Submitted, {{it.Name}}Status.Approved or {{it.Name}}Status.Rejected) => true,
                ({{it.Name}}Status.Approved, {{it.Name}}Status.Closed) => true,
                (_, {{it.Name}}Status.Cancelled) => Status != {{it.Name}}Status.Closed,
                _ => false,
            };

            public void MoveTo({{it.Name}}Status next, string reason)
            {
                if (!CanMoveTo(next))
                {
                    throw new {{it.Name}}Exception(Id, $"A {{it.Camel}} cannot go from {Status} to {next}.");
                }

                history.Add($"{Status} -> {next}: {reason}");
                Status = next;
            }
        }
        """;

    public static string Requests(Entity it) => $$"""
        namespace {{it.Namespace}};

        public sealed record Create{{it.Name}}Request(
        {{it.Each(4, static field => $"{field.Type} {field.Name},")}}
            string Source);

        public sealed record {{it.Name}}Response(
            Guid Id,
        {{it.Each(4, static field => $"{field.Type} {field.Name},")}}
            string Status);
        """;

    public static string Options(Entity it) => $$"""
        namespace {{it.Namespace}};

        /// <summary>The settings of section "{{it.Plural}}".</summary>
        public sealed class {{it.Name}}Options
        {
            public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds({{it.Number(5, 120)}});

            public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds({{it.Number(5, 60)}});

            public int BatchSize { get; set; } = {{it.Number(10, 500)}};

            public int MaxAttempts { get; set; } = {{it.Number(2, 8)}};

            public string Folder { get; set; } = "data/{{it.Route}}";

            public string ConnectionString { get; set; } = "";

            public Uri? Address { get; set; }

            public bool IsEnabled { get; set; } = true;
        }
        """;

    public static string Status(Entity it) => $$"""
        namespace {{it.Namespace}};

        public enum {{it.Name}}Status
        {
            Draft,
            Submitted,
            Approved,
            Rejected,
            Closed,
            Cancelled,
        }
        """;

    public static string Exception(Entity it) => $$"""
        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Exception : Exception
        {
            public {{it.Name}}Exception(Guid id, string message)
                : base(message)
                => Id = id;

            public {{it.Name}}Exception(string message, Exception inner)
                : base(message, inner)
            {
            }

            public Guid Id { get; }
        }
        """;
}
