using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Text;

/// <summary>Which functions of the project are of some kind, or lead to one that is, by name alone. It is asked forward: most functions nobody asks about.</summary>
/// <param name="names">The functions of the project.</param>
/// <param name="isOne">The function itself is of that kind.</param>
internal sealed class Leads(NameGraph names, Func<FunctionText, bool> isOne)
{
    private readonly ConcurrentDictionary<FunctionText, bool> ofFunctions = new();
    private readonly ConcurrentDictionary<string, bool> ofNames = new(StringComparer.Ordinal);

    public bool From(FunctionText function) => ofFunctions.TryGetValue(function, out var answer) ? answer : ofFunctions[function] = isOne(function) || names.CalleesOf(function).Any(From);

    /// <summary>One of the functions of this name does.</summary>
    public bool From(string name)
    {
        if (ofNames.TryGetValue(name, out var answer))
        {
            return answer;
        }

        if (!names.Declares(name))
        {
            return false;
        }

        // Each with the one that led to it.
        var seen = new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = null };
        var rest = new Stack<string>();
        rest.Push(name);
        while (rest.Count > 0)
        {
            var next = rest.Pop();
            if (!ofNames.TryGetValue(next, out var leads))
            {
                leads = names.Named(next).Any(isOne);
            }
            else if (!leads)
            {
                continue;
            }

            if (leads)
            {
                for (var on = next; on is not null; on = seen[on])
                {
                    ofNames[on] = true;
                }

                return true;
            }

            foreach (var callee in names.CalleesOf(next))
            {
                if (!seen.ContainsKey(callee))
                {
                    seen.Add(callee, next);
                    rest.Push(callee);
                }
            }
        }

        // Nothing that was looked at leads there, else this one would.
        foreach (var one in seen.Keys)
        {
            ofNames[one] = false;
        }

        return false;
    }
}
