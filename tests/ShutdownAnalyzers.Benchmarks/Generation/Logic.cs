namespace ShutdownAnalyzers.Benchmarks.Generation;

/// <summary>Types that compute and touch nothing outside.</summary>
internal static class Logic
{
    public static string Mapper(Entity it) => $$"""
        namespace {{it.Namespace}};

        public static class {{it.Name}}Mapper
        {
            public static {{it.Name}}Response ToResponse(this {{it.Name}} {{it.Camel}}) => new(
                {{it.Camel}}.Id,
        {{it.Each(8, field => $"{it.Camel}.{field.Name},")}}
                {{it.Camel}}.Status.ToString());

            public static {{it.Name}} ToEntity(Create{{it.Name}}Request request) => new()
            {
        {{it.Each(8, static field => $"{field.Name} = request.{field.Name},")}}
            };

            public static void Apply(this {{it.Name}} {{it.Camel}}, Create{{it.Name}}Request request)
            {
        {{it.Each(8, field => $"{it.Camel}.{field.Name} = request.{field.Name};")}}
            }

            public static IReadOnlyList<{{it.Name}}Response> ToResponses(this IEnumerable<{{it.Name}}> {{it.Camel}}List) => {{it.Camel}}List.Select(ToResponse).ToList();
        }
        """;

    public static string Validator(Entity it) => $$"""
        using System.Text.RegularExpressions;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Validator
        {
            private static readonly Regex Reference = new("^[A-Z]{2}-[0-9]{4,8}$", RegexOptions.Compiled | RegexOptions.CultureInvariant);

            private readonly HashSet<string> currencies = new(StringComparer.OrdinalIgnoreCase) { "EUR", "USD", "GBP", "CHF", "SEK" };

            public IReadOnlyList<string> Check(Create{{it.Name}}Request request)
            {
                var problems = new List<string>();
        {{it.Each(it.Fields.Where(static field => field.Type == "string"), 8, static field => $$"""
                if (string.IsNullOrWhiteSpace(request.{{field.Name}}))
                        {
                            problems.Add("{{field.Name}} is missing.");
                        }
                        else if (request.{{field.Name}}.Length > 200)
                        {
                            problems.Add($"{{field.Name}} has {request.{{field.Name}}.Length} characters, 200 are allowed.");
                        }

                """)}}
        {{it.Each(it.Numbers, 8, static field => $$"""
                if (request.{{field.Name}} < 0)
                        {
                            problems.Add("{{field.Name}} is negative.");
                        }

                """)}}
                if (!Reference.IsMatch(request.Number))
                {
                    problems.Add("Number is not a reference.");
                }

                if (request.Source is { Length: 3 } source && !currencies.Contains(source))
                {
                    problems.Add($"{source} is not a currency.");
                }

                return problems;
            }

            public void Require(Create{{it.Name}}Request request)
            {
                if (Check(request) is { Count: > 0 } problems)
                {
                    throw new {{it.Name}}Exception(Guid.Empty, string.Join(Environment.NewLine, problems));
                }
            }
        }
        """;

    public static string Calculator(Entity it) => $$"""
        namespace {{it.Namespace}};

        public static class {{it.Name}}Calculator
        {
            private static readonly (decimal From, decimal Rate)[] Steps = [(0m, 0.0{{it.Number(1, 9)}}m), ({{it.Number(100, 900)}}m, 0.0{{it.Number(1, 9)}}m), ({{it.Number(1000, 9000)}}m, 0.{{it.Number(10, 20)}}m)];

            public static decimal Sum(IEnumerable<{{it.Name}}> {{it.Camel}}List) => {{it.Camel}}List.Where(it => it.Status != {{it.Name}}Status.Cancelled).Sum(it => it.Amount * it.Count);

            public static decimal Fee(decimal amount)
            {
                var fee = 0m;
                for (var index = 0; index < Steps.Length; index++)
                {
                    var upper = index + 1 < Steps.Length ? Steps[index + 1].From : decimal.MaxValue;
                    if (amount > Steps[index].From)
                    {
                        fee += (Math.Min(amount, upper) - Steps[index].From) * Steps[index].Rate;
                    }
                }

                return Math.Round(fee, 2, MidpointRounding.AwayFromZero);
            }

            public static IReadOnlyDictionary<{{it.Name}}Status, decimal> ByStatus(IReadOnlyCollection<{{it.Name}}> {{it.Camel}}List)
            {
                var totals = new Dictionary<{{it.Name}}Status, decimal>();
                foreach (var {{it.Camel}} in {{it.Camel}}List)
                {
                    totals.TryGetValue({{it.Camel}}.Status, out var total);
                    totals[{{it.Camel}}.Status] = total + {{it.Camel}}.Amount;
                }

                return totals;
            }

            public static int Score({{it.Name}} {{it.Camel}})
            {
                var score = 0;
        {{it.Each(it.Numbers, 8, field => $"score += {it.Camel}.{field.Name} switch {{ < 10 => 1, < 100 => 2, < 1000 => {it.Number(3, 6)}, _ => {it.Number(6, 10)} }};")}}
        {{it.Each(it.Texts, 8, field => $"score += string.IsNullOrEmpty({it.Camel}.{field.Name}) ? 0 : {it.Number(1, 5)};")}}
                return score;
            }

            public static IEnumerable<(DateOnly Day, decimal Amount)> Split(decimal amount, int parts, DateOnly first)
            {
                var each = Math.Round(amount / parts, 2);
                var rest = amount;
                for (var part = 1; part <= parts; part++)
                {
                    var share = part == parts ? rest : each;
                    rest -= share;
                    yield return (first.AddMonths(part - 1), share);
                }
            }
        }
        """;

    public static string Comparer(Entity it) => $$"""
        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Comparer : IEqualityComparer<{{it.Name}}>, IComparer<{{it.Name}}>
        {
            public static readonly {{it.Name}}Comparer Instance = new();

            public bool Equals({{it.Name}}? x, {{it.Name}}? y)
            {
                if (ReferenceEquals(x, y))
                {
                    return true;
                }

                return x is not null && y is not null
        {{it.Each(it.Fields, 12, static field => field.IsText ? $"&& string.Equals(x.{field.Name}, y.{field.Name}, StringComparison.Ordinal)" : $"&& x.{field.Name} == y.{field.Name}")}};
            }

            public int GetHashCode({{it.Name}} obj)
            {
                var hash = new HashCode();
        {{it.Each(8, static field => $"hash.Add(obj.{field.Name});")}}
                return hash.ToHashCode();
            }

            public int Compare({{it.Name}}? x, {{it.Name}}? y)
            {
                if (x is null || y is null)
                {
                    return x is null ? y is null ? 0 : -1 : 1;
                }

                var order = string.CompareOrdinal(x.Number, y.Number);
                return order != 0 ? order : x.Amount.CompareTo(y.Amount);
            }
        }
        """;

    public static string Report(Entity it) => $$"""
        using System.Globalization;
        using System.Text;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Report
        {
            private readonly StringBuilder text = new();
            private readonly IFormatProvider culture;
            private int sections;

            public {{it.Name}}Report(CultureInfo culture) => this.culture = culture;

            public string Text => text.ToString();

            public {{it.Name}}Report Add({{it.Name}} {{it.Camel}})
            {
                sections++;
                text.AppendLine(culture, $"{sections}. {{it.Name}} {{{it.Camel}}.Number}");
        {{it.Each(8, field => $"Row(\"{field.Name}\", {it.Camel}.{field.Name});")}}
                text.AppendLine();
                return this;
            }

            public {{it.Name}}Report AddTotals(IReadOnlyCollection<{{it.Name}}> {{it.Camel}}List)
            {
                foreach (var group in {{it.Camel}}List.GroupBy(it => it.Status).OrderByDescending(it => it.Count()))
                {
                    Row(group.Key.ToString(), group.Sum(it => it.Amount));
                    foreach (var {{it.Camel}} in group.OrderBy(it => it.Number).Take({{it.Number(3, 20)}}))
                    {
                        text.Append("    ").AppendLine({{it.Camel}}.Number);
                    }
                }

                return this;
            }

            public async Task SaveAsync(string path, CancellationToken cancellationToken)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, Text, cancellationToken).ConfigureAwait(false);
            }

            private void Row(string name, object? value)
            {
                text.Append("  ").Append(name.PadRight(20)).Append(": ");
                switch (value)
                {
                    case null:
                        text.AppendLine("-");
                        break;
                    case IFormattable formattable:
                        text.AppendLine(formattable.ToString(null, culture));
                        break;
                    default:
                        text.AppendLine(value.ToString());
                        break;
                }
            }
        }
        """;

    public static string Parser(Entity it) => $$"""
        using System.Diagnostics.CodeAnalysis;
        using System.Globalization;

        namespace {{it.Namespace}};

        public static class {{it.Name}}Parser
        {
            public static bool TryParse(string line, [NotNullWhen(true)] out {{it.Name}}? {{it.Camel}})
            {
                {{it.Camel}} = null;
                var parts = Fields(line);
                if (parts.Count < 3 || !Guid.TryParse(parts[0], out var id))
                {
                    return false;
                }

                var parsed = new {{it.Name}} { Id = id };
                for (var index = 1; index < parts.Count; index++)
                {
                    var at = parts[index].IndexOf('=');
                    if (at > 0 && !Set(parsed, parts[index][..at], parts[index][(at + 1)..]))
                    {
                        return false;
                    }
                }

                {{it.Camel}} = parsed;
                return true;
            }

            private static bool Set({{it.Name}} {{it.Camel}}, string name, string text)
            {
                switch (name)
                {
        {{it.Each(it.Fields.Where(static field => field.IsText), 12, field => $"case nameof({it.Name}.{field.Name}):\n                {it.Camel}.{field.Name} = text.Trim();\n                return true;")}}
        {{it.Each(it.Numbers, 12, field => $"case nameof({it.Name}.{field.Name}) when {field.Type}.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var {field.Camel}):\n                {it.Camel}.{field.Name} = {field.Camel};\n                return true;")}}
                    default:
                        return false;
                }
            }

            private static List<string> Fields(string line)
            {
                var fields = new List<string>();
                var start = 0;
                var quoted = false;
                for (var index = 0; index <= line.Length; index++)
                {
                    if (index == line.Length || (line[index] == ';' && !quoted))
                    {
                        fields.Add(line[start..index].Trim('"'));
                        start = index + 1;
                    }
                    else if (line[index] == '"')
                    {
                        quoted = !quoted;
                    }
                }

                return fields;
            }
        }
        """;

    public static string Query(Entity it) => $$"""
        using System.Linq.Expressions;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Query
        {
            private readonly List<Expression<Func<{{it.Name}}, bool>>> filters = new();

            public int Skip { get; private set; }

            public int Take { get; private set; } = {{it.Number(20, 100)}};

        {{it.Each(it.Fields, 4, field => $"public {it.Name}Query With{field.Name}({field.Type} value)\n    {{\n        filters.Add(it => it.{field.Name} == value);\n        return this;\n    }}\n")}}
            public {{it.Name}}Query Page(int number, int size)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(number);
                Skip = number * size;
                Take = size;
                return this;
            }

            public IQueryable<{{it.Name}}> Apply(IQueryable<{{it.Name}}> all)
                => filters.Aggregate(all, (rest, filter) => rest.Where(filter)).OrderBy(it => it.Number).Skip(Skip).Take(Take);
        }
        """;
}
