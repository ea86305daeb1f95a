namespace ShutdownAnalyzers.Model;

/// <summary>Where code runs in the life of the process. A helper has the places of all who call it.</summary>
[Flags]
internal enum Place
{
    /// <summary>Nothing in the project runs it: a library's surface.</summary>
    None = 0,

    /// <summary>The body of a hosted service: <c>ExecuteAsync</c> and what it calls.</summary>
    Worker = 1,

    /// <summary>The start of a hosted service.</summary>
    Start = 2,

    /// <summary>A stop path: the signal has fired already.</summary>
    Stop = 4,

    /// <summary>An endpoint, action, filter, middleware, page handler, hub method or service call.</summary>
    Request = 8,

    /// <summary>The entry point.</summary>
    Entry = 16,

    /// <summary>The body of a thread, a timer or a task that its starter does not await.</summary>
    Detached = 32,

    /// <summary>A handler of messages or events.</summary>
    Handler = 64,

    /// <summary>A SignalR hub method: its connection is ended by SignalR itself when the application stops.</summary>
    Hub = 128,

    /// <summary>A factory that the container calls.</summary>
    Container = 256,
}
