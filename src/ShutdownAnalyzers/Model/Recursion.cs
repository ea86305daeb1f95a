using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// One question that asks itself about others: who calls this, and who calls that. What leads back to a question that is still
/// open is answered with nothing, and an answer is kept only if it did not lean on such a one.
/// </summary>
/// <param name="known">The answers that hold for everybody who asks.</param>
/// <param name="comparer">Tells the questions apart.</param>
internal sealed class Recursion<TKey, TAnswer>(ConcurrentDictionary<TKey, TAnswer> known, IEqualityComparer<TKey> comparer)
    where TKey : notnull
{
    private const int Nothing = int.MaxValue;

    // The outermost open question that this one's answer waits for; itself while it is open.
    private readonly Dictionary<TKey, int> leansOn = new(comparer);
    private readonly Stack<TKey> unsettled = new();
    private int depth;
    private int lean = Nothing;

    /// <summary>The answer; the default one where the question is open already.</summary>
    public TAnswer? Ask(TKey question, Func<TAnswer> answer)
    {
        if (known.TryGetValue(question, out var kept))
        {
            return kept;
        }

        if (leansOn.TryGetValue(question, out var open))
        {
            lean = Math.Min(lean, open);
            return default;
        }

        var (own, outer) = (depth++, lean);
        lean = Nothing;
        leansOn.Add(question, own);
        unsettled.Push(question);
        var found = answer();
        depth--;
        if (lean >= own)
        {
            // Nothing further out is missing in it. What leant on this question may be asked again: now there is an answer.
            known[question] = found;
            while (leansOn.Remove(unsettled.Peek()) && !comparer.Equals(unsettled.Pop(), question))
            {
            }

            lean = outer;
        }
        else
        {
            leansOn[question] = lean;
            lean = Math.Min(lean, outer);
        }

        return found;
    }
}
