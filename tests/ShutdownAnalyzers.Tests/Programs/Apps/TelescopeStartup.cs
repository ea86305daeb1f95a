using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Telescope.Web
{
    public interface IExposureLog
    {
        Task WriteAsync(string target, TimeSpan exposure);
    }

    public abstract class FileLog : IDisposable
    {
        protected FileLog(string path)
        {
            Writer = TextWriter.Synchronized(new StreamWriter(path, true));
        }

        protected TextWriter Writer { get; }

        public void Dispose()
        {
            Writer.Dispose();
        }
    }

    public sealed class ExposureLog : FileLog, IExposureLog
    {
        public ExposureLog(string path) : base(path)
        {
        }

        public Task WriteAsync(string target, TimeSpan exposure)
        {
            return Writer.WriteLineAsync($"{DateTime.UtcNow:O} {target} {exposure}");
        }
    }

    public class Startup
    {
        private readonly IConfiguration _configuration;

        public Startup(IConfiguration configuration)
        {
            _configuration = configuration;
        }

        public void ConfigureServices(IServiceCollection services)
        {
            var log = new ExposureLog(_configuration["Exposures"] ?? "exposures.log"); //! HAZARD exposures SHUT701 SHUT602
            services.TryAdd(ServiceDescriptor.Singleton<IExposureLog>(log)); //! HAZARD exposures SHUT701
            services.AddRouting();
        }

        public void Configure(IApplicationBuilder app)
        {
            app.UseRouting();
            app.UseEndpoints(endpoints => endpoints.MapPost("/expose/{target}", async context =>
            {
                var log = context.RequestServices.GetRequiredService<IExposureLog>();
                await log.WriteAsync((string)context.Request.RouteValues["target"]!, TimeSpan.FromSeconds(30));
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }));
        }
    }
}
