using System.Collections.Concurrent;

namespace Audit.Trail;

public interface IAuditTrail
{
    void Write(string actor, string action);
}

public sealed class FileAuditTrail : IAuditTrail, IDisposable
{
    private readonly StreamWriter _file;
    private readonly Lock _lock = new();

    public FileAuditTrail(string path) => _file = new StreamWriter(path, append: true);

    public void Write(string actor, string action)
    {
        lock (_lock)
            _file.WriteLine($"{DateTimeOffset.UtcNow:O} {actor} {action}");
    }

    public void Dispose() => _file.Dispose();
}

public static class AuditSetup
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddAudit(IConfiguration configuration)
        {
            IAuditTrail trail = Open(configuration["Audit:Path"] ?? "audit.log"); //! HAZARD owner SHUT701
            services.AddSingleton(trail); //! HAZARD owner SHUT701
            return services;
        }
    }

    private static FileAuditTrail Open(string path) => new(path); //! HAZARD owner SHUT701
}
