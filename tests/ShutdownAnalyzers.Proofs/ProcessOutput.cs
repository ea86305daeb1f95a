using System.Diagnostics;

namespace ShutdownAnalyzers.Proofs;

/// <summary>What a process prints, line by line, and who waits for a line of it.</summary>
internal sealed class ProcessOutput
{
    private readonly System.Diagnostics.Process _process;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly List<string> _lines = [];
    private int _open = 2;

    public ProcessOutput(System.Diagnostics.Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Received(e.Data);
        process.ErrorDataReceived += (_, e) => Received(e.Data);
    }

    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void BeginRead()
    {
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The first line of this kind, printed already or still to come; it is an error when the program ends without it.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches, TimeSpan limit, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.FirstOrDefault(matches) is { } line)
            {
                return line;
            }

            _waiting.Add((matches, found));
        }

        await Task.WhenAny(found.Task, _end.Task).WaitAsync(limit, cancellation);
        return found.Task.IsCompleted ? await found.Task : throw new ProofException($"the program ended before it was up:\n{Text}");
    }

    /// <summary>Everything has been read.</summary>
    public Task EndAsync(TimeSpan limit, CancellationToken cancellation) => _end.Task.WaitAsync(limit, cancellation);

    private void Received(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _open) == 0)
            {
                _end.TrySetResult();
            }

            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
            foreach (var (matches, found) in _waiting)
            {
                if (matches(line))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }
}
