namespace Shop;

/// <summary>What was sold.</summary>
public sealed class Ledger(string path) : IDisposable
{
    private readonly StreamWriter _file = File.AppendText(path);

    /* kept in a buffer */
    public void Add(string line) => _file.WriteLine(line);

    public void Dispose() => _file.Dispose(); // writes the buffer
}
