using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ferries.Manifest
{
    public interface IManifestStore
    {
        Task<int> CountAsync(string sailing);
        Task CloseBookAsync(DateTimeOffset at);
    }

    public class Startup
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddRouting();
            services.AddSingleton<ManifestBook>();
        }

        public void Configure(IApplicationBuilder app, IHostApplicationLifetime lifetime, ManifestBook book)
        {
            lifetime.ApplicationStopped.Register(() => book.CloseAsync()); //! HAZARD book SHUT301

            app.UseRouting();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/sailings/{id}", async context =>
                {
                    var count = await book.CountAsync((string)context.Request.RouteValues["id"]!);
                    await context.Response.WriteAsync(count.ToString());
                });
            });
        }
    }

    public class ManifestBook
    {
        private readonly IManifestStore _store;

        public ManifestBook(IManifestStore store)
        {
            _store = store;
        }

        public Task<int> CountAsync(string sailing)
        {
            return _store.CountAsync(sailing);
        }

        public async Task CloseAsync()
        {
            await Task.Yield();
            await _store.CloseBookAsync(DateTimeOffset.UtcNow);
        }
    }

    public static class Program
    {
        public static void Main(string[] args)
        {
            Host.CreateDefaultBuilder(args)
                .ConfigureWebHostDefaults(web => web.UseStartup<Startup>())
                .Build()
                .Run();
        }
    }
}
