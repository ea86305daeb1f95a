using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Text;

/// <summary>Which functions of the project are of some kind, or lead to one that is, by name alone. It is asked forward: most functions nobody asks about.</summary>
/// <param name="names">The functions of the project.</param>
/// <param name="isOne">The function itself is of that kind.</param>
internal sealed class Leads(NameGraph names, Func<FunctionText, bool> isOne)
{
    private readonly ConcurrentDictionary<FunctionText, bool> known = new();

    /// <summary>One of the functions of this name does.</summary>
    public bool From(string name)
    {
        foreach (var function in names.Named(name))
        {
            if (From(function))
            {
                return true;
            }
        }

        return false;
    }

    public bool From(FunctionText function)
    {
        if (known.TryGetValue(function, out var answer))
        {
            return answer;
        }

        // Each with the one that led to it.
        var seen = new Dictionary<FunctionText, FunctionText?> { [function] = null };
        var rest = new Stack<FunctionText>();
        rest.Push(function);
        while (rest.Count > 0)
        {
            var next = rest.Pop();
            if (!known.TryGetValue(next, out var leads))
            {
                leads = isOne(next);
            }
            else if (!leads)
            {
                continue;
            }

            if (leads)
            {
                for (var on = next; on is not null; on = seen[on])
                {
                    known[on] = true;
                }

                return true;
            }

            foreach (var name in next.Names)
            {
                foreach (var callee in names.Named(name))
                {
                    if (!seen.ContainsKey(callee))
                    {
                        seen.Add(callee, next);
                        rest.Push(callee);
                    }
                }
            }
        }

        // Nothing that was looked at leads there, else this one would.
        foreach (var one in seen.Keys)
        {
            known[one] = false;
        }

        return false;
    }
}
