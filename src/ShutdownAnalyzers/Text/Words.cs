using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Text;

/// <summary>What stands around a word.</summary>
[Flags]
internal enum WordPlace : byte
{
    None = 0,

    /// <summary>An opening parenthesis or angle bracket follows.</summary>
    Called = 1,

    /// <summary>A dot stands before it.</summary>
    Member = 2,

    /// <summary>What stands before it may be the end of a type.</summary>
    BehindType = 4,

    /// <summary>An assignment sign stands before it in the statement.</summary>
    Assigned = 8,

    /// <summary>A comma or a closing parenthesis follows, as behind an argument.</summary>
    EndOfArgument = 16,
}

/// <summary>A word where it stands.</summary>
/// <param name="Text">The word.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Around">What stands around it.</param>
/// <param name="Number">How many words of the file stand before it.</param>
internal readonly record struct Word(string Text, int Position, WordPlace Around, int Number)
{
    public bool IsCalled => (Around & WordPlace.Called) != 0;

    public bool EndsArgument => (Around & WordPlace.EndOfArgument) != 0;
}

/// <summary>
/// The words of a file and where they stand, read from its characters alone: names, the keywords that somebody asks for, and what
/// stands in comments and strings too, which whoever looks at the syntax of the place will see. Making the syntax nodes of a whole
/// file, most of which nobody asks for, costs far more.
/// </summary>
internal sealed class Words
{
    // What may stand before an expression that begins with a name.
    private static readonly HashSet<string> NoTypes =
    [
        "return", "await", "new", "throw", "in", "is", "as", "else", "do", "yield", "case", "when", "and", "or", "not", "out", "sizeof", "typeof", "nameof", "default", "by", "on", "equals", "where", "select", "let", "with", "goto",
    ];

    // No name, and nobody asks where they stand.
    private static readonly HashSet<string> Ignored = [.. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText)
        .Except(["while", "do", "for", "foreach", "try", "catch", "finally", "new", "delegate"])];

    // The same names stand in every file. A string that another thread puts here at the same time is as good.
    private static readonly string?[] Spellings = new string?[1 << 14];

    // Of each word in the order of the text: where it stands, which it is, and what is around it.
    private readonly int[] positions;
    private readonly int[] which;
    private readonly WordPlace[] around;

    // The words sorted by which they are: those of number n from firsts[n] to firsts[n + 1].
    private readonly int[] firsts;
    private readonly int[] sorted;

    private readonly string[] spellings;
    private readonly Dictionary<string, int> numbers;
    private readonly int[] additions;
    private readonly int[] arrows;
    private readonly int[] unnamedCalls;

    public Words(SourceText source)
    {
        var length = source.Length;
        var found = Scratch.Take(length + 1);
        source.CopyTo(0, found.Text, 0, length);
        found.Text[length] = '\0';
        Read(found.Text, length, found);
        positions = [.. found.Positions];
        which = [.. found.Which];
        around = [.. found.Around];
        spellings = [.. found.Spellings];
        additions = [.. found.Additions];
        arrows = [.. found.Arrows];
        unnamedCalls = [.. found.UnnamedCalls];
        numbers = new(found.Numbers, StringComparer.Ordinal);
        (firsts, sorted) = Sort();
    }

    /// <summary>Every word, once.</summary>
    public IReadOnlyList<string> Distinct => spellings;

    /// <summary>Where <c>=></c> stands.</summary>
    public IReadOnlyList<int> Arrows => arrows;

    public bool Has(string word) => numbers.ContainsKey(word);

    /// <summary>The word stands somewhere in this part of the text.</summary>
    public bool Has(string word, TextSpan span)
    {
        if (numbers.TryGetValue(word, out var number))
        {
            for (var i = firsts[number]; i < firsts[number + 1]; i++)
            {
                if (positions[sorted[i]] is var position && position >= span.Start)
                {
                    return position < span.End;
                }
            }
        }

        return false;
    }

    /// <summary><c>+=</c> stands somewhere in this part of the text.</summary>
    public bool HasAddition(TextSpan span)
    {
        var first = Array.BinarySearch(additions, span.Start);
        return (first < 0 ? ~first : first) is var i && i < additions.Length && additions[i] < span.End;
    }

    /// <summary>Where <c>+=</c> stands in this part of the text.</summary>
    public IEnumerable<int> Additions(TextSpan span) => Within(additions, span);

    /// <summary>Where an opening parenthesis stands in this part of the text behind something else than a name or an operator: <c>handlers[0](x)</c>.</summary>
    public IEnumerable<int> UnnamedCalls(TextSpan span) => Within(unnamedCalls, span);

    /// <summary>How often the word stands in the text.</summary>
    public int Count(string word) => numbers.TryGetValue(word, out var number) ? firsts[number + 1] - firsts[number] : 0;

    /// <summary>Where the word stands for this time, counted from 0.</summary>
    public (int Position, WordPlace Around) Place(string word, int time) => sorted[firsts[numbers[word]] + time] is var place ? (positions[place], around[place]) : default;

    /// <summary>The word stands somewhere neither as a member of something nor in front of a list: what is declared does.</summary>
    public bool StandsAlone(string word)
    {
        if (numbers.TryGetValue(word, out var number))
        {
            for (var i = firsts[number]; i < firsts[number + 1]; i++)
            {
                if ((around[sorted[i]] & (WordPlace.Called | WordPlace.Member)) == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>All places of words around which all of this stands.</summary>
    public IEnumerable<int> At(WordPlace place)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            if ((around[i] & place) == place)
            {
                yield return positions[i];
            }
        }
    }

    /// <summary>The words in this part of the text, one after the other.</summary>
    public IEnumerable<Word> In(TextSpan span)
    {
        var first = Array.BinarySearch(positions, span.Start);
        for (var i = first < 0 ? ~first : first; i < positions.Length && positions[i] < span.End; i++)
        {
            yield return new(spellings[which[i]], positions[i], around[i], i);
        }
    }

    /// <summary>The word behind this one; the default where it is the last.</summary>
    public Word Behind(Word word) => word.Number + 1 is var i && i < positions.Length ? new(spellings[which[i]], positions[i], around[i], i) : default;

    /// <summary>
    /// <c>await</c> stands right before the name, or before the names with which it is reached: <c>await store.SaveAsync(x)</c>.
    /// Where more stands between, only the syntax tells.
    /// </summary>
    public bool IsAwaited(Word name)
    {
        var i = name.Number;
        for (; i > 0 && EndOf(i - 1) + 1 == positions[i]; i--)
        {
            if ((around[i] & WordPlace.Member) == 0)
            {
                return spellings[which[i - 1]] == "await";
            }
        }

        return false;
    }

    private int EndOf(int number) => positions[number] + spellings[which[number]].Length;

    private static IEnumerable<int> Within(int[] places, TextSpan span)
    {
        var first = Array.BinarySearch(places, span.Start);
        for (var i = first < 0 ? ~first : first; i < places.Length && places[i] < span.End; i++)
        {
            yield return places[i];
        }
    }

    private static void Read(char[] text, int length, Scratch found)
    {
        var before = '\0';
        string? wordBefore = null;
        var isFirst = true;
        var assigned = WordPlace.None;
        for (var i = 0; i < length;)
        {
            var c = text[i];
            if (IsStart(c))
            {
                var start = i;
                var hash = 0;
                for (; IsPart(text[i]); i++)
                {
                    hash = (hash * 31) + text[i];
                }

                var word = Spelling(text, start, i - start, hash);
                if (!Ignored.Contains(word) || (start > 0 && text[start - 1] == '@'))
                {
                    found.Add(word, start, Following(text, i)
                        | (before == '.' ? WordPlace.Member : 0)
                        | (IsEndOfType(before, wordBefore) ? WordPlace.BehindType : 0)
                        | assigned);
                }

                (before, wordBefore, isFirst) = ('\0', word, false);
                continue;
            }

            if (c is >= '0' and <= '9')
            {
                while (IsPart(text[i]))
                {
                    i++;
                }

                (before, wordBefore, isFirst) = ('0', null, false);
                continue;
            }

            if (c == '/' && isFirst && text[i + 1] == '/' && EndOfComment(text, i, length) is var end and > 0)
            {
                i = end;
                continue;
            }

            if (c is '\n' or '\r')
            {
                isFirst = true;
            }
            else if (c != '@' && !char.IsWhiteSpace(c))
            {
                assigned = c is ';' or '{' or '}' ? WordPlace.None : c == '=' && text[i + 1] is not ('=' or '>') && before is not ('=' or '!' or '<') ? WordPlace.Assigned : assigned;
                if (c == '(' && before is ')' or ']' or '!')
                {
                    found.UnnamedCalls.Add(i);
                }

                if (c is '+' or '=' && text[i + 1] == (c == '+' ? '=' : '>'))
                {
                    (c == '+' ? found.Additions : found.Arrows).Add(i++);
                    c = '=';
                }

                (before, wordBefore, isFirst) = (c, null, false);
            }

            i++;
        }
    }

    private (int[] Firsts, int[] Sorted) Sort()
    {
        var ends = new int[spellings.Length + 1];
        foreach (var number in which)
        {
            ends[number + 1]++;
        }

        for (var number = 0; number < spellings.Length; number++)
        {
            ends[number + 1] += ends[number];
        }

        var all = new int[which.Length];
        for (var i = which.Length - 1; i >= 0; i--)
        {
            all[--ends[which[i] + 1]] = i;
        }

        // Now each entry is where its word begins, one place too far on.
        Array.Copy(ends, 1, ends, 0, spellings.Length);
        ends[spellings.Length] = which.Length;
        return (ends, all);
    }

    // A line of a text may look like a comment too. Where that text may end, there may be code behind it.
    private static int EndOfComment(char[] text, int start, int length)
    {
        var end = start;
        for (; end < length && text[end] is not ('\n' or '\r'); end++)
        {
            if (text[end] == '"')
            {
                return 0;
            }
        }

        return end;
    }

    // A comment may stand between the name and what follows.
    private static WordPlace Following(char[] text, int end)
    {
        for (; text[end] != '\0'; end++)
        {
            if (text[end] == '/' && text[end + 1] == '/')
            {
                while (text[end + 1] is not ('\n' or '\r' or '\0'))
                {
                    end++;
                }
            }
            else if (text[end] == '/' && text[end + 1] == '*')
            {
                end += 2;
                while (text[end] != '\0' && (text[end] != '*' || text[end + 1] != '/'))
                {
                    end++;
                }

                if (text[end] == '\0')
                {
                    return WordPlace.None;
                }

                end++;
            }
            else if (!char.IsWhiteSpace(text[end]))
            {
                return text[end] is '(' or '<' ? WordPlace.Called : text[end] is ',' or ')' ? WordPlace.EndOfArgument : WordPlace.None;
            }
        }

        return WordPlace.None;
    }

    private static bool IsEndOfType(char before, string? wordBefore) => wordBefore is null ? before is '>' or ']' or '?' or ')' or '/' or '*' : !NoTypes.Contains(wordBefore);

    private static bool IsStart(char c) => (uint)((c | 0x20) - 'a') <= 'z' - 'a' || c == '_' || (c > 127 && char.IsLetter(c));

    private static bool IsPart(char c) => IsStart(c) || (uint)(c - '0') <= 9 || (c > 127 && char.IsLetterOrDigit(c));

    private static string Spelling(char[] text, int start, int length, int hash)
    {
        ref var known = ref Spellings[(uint)hash % (uint)Spellings.Length];
        return known is { } one && one.Length == length && one.AsSpan().SequenceEqual(text.AsSpan(start, length)) ? one : known = new string(text, start, length);
    }

    /// <summary>What is found while a text is read: kept for the next one.</summary>
    private sealed class Scratch
    {
        [ThreadStatic]
        private static Scratch? kept;

        public char[] Text { get; private set; } = [];

        public List<int> Positions { get; } = [];

        public List<int> Which { get; } = [];

        public List<WordPlace> Around { get; } = [];

        public List<string> Spellings { get; } = [];

        public Dictionary<string, int> Numbers { get; } = new(StringComparer.Ordinal);

        public List<int> Additions { get; } = [];

        public List<int> Arrows { get; } = [];

        public List<int> UnnamedCalls { get; } = [];

        public static Scratch Take(int length)
        {
            var scratch = kept ??= new();
            if (scratch.Text.Length < length)
            {
                scratch.Text = new char[Math.Max(length, 2 * scratch.Text.Length)];
            }

            scratch.Positions.Clear();
            scratch.Which.Clear();
            scratch.Around.Clear();
            scratch.Spellings.Clear();
            scratch.Numbers.Clear();
            scratch.Additions.Clear();
            scratch.Arrows.Clear();
            scratch.UnnamedCalls.Clear();
            return scratch;
        }

        public void Add(string word, int position, WordPlace place)
        {
            if (!Numbers.TryGetValue(word, out var number))
            {
                Numbers.Add(word, number = Spellings.Count);
                Spellings.Add(word);
            }

            Positions.Add(position);
            Which.Add(number);
            Around.Add(place);
        }
    }
}
