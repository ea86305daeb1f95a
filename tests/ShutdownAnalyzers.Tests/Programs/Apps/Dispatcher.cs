using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;

namespace Taxi.Dispatcher
{
    internal static class Logging
    {
        public static void Configure(string application)
        {
            Log.Logger = new LoggerConfiguration() //! HAZARD serilog SHUT603
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .Enrich.WithProperty("Application", application)
                .WriteTo.Console()
                .WriteTo.File("logs/dispatcher-.log", rollingInterval: RollingInterval.Day, buffered: true, flushToDiskInterval: TimeSpan.FromSeconds(30))
                .CreateLogger(); //! HAZARD serilog SHUT603
        }
    }

    public class Startup
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddRouting();
        }

        public void Configure(IApplicationBuilder app)
        {
            app.UseSerilogRequestLogging();
            app.UseRouting();
            app.UseEndpoints(e => e.MapPost("/rides", context =>
            {
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return context.Response.CompleteAsync();
            }));
        }
    }

    public class Program
    {
        public static int Main(string[] args)
        {
            Logging.Configure("dispatcher"); //! HAZARD serilog SHUT603

            try
            {
                CreateHostBuilder(args).Build().Run();
                return 0;
            }
            catch (Exception ex)
            {
                Log.Fatal(ex, "Dispatcher could not run");
                return 1;
            }
        }

        private static IHostBuilder CreateHostBuilder(string[] args)
        {
            return Host.CreateDefaultBuilder(args)
                .UseSerilog() //! HAZARD serilog SHUT603
                .ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
        }
    }
}
