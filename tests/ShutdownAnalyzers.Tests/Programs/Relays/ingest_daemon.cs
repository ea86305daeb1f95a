using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;

namespace Studio.Ingest
{
    internal sealed class Settings
    {
        public string Inbox { get; set; } = "/srv/media/inbox";
        public string Outbox { get; set; } = "/srv/media/ready";
        public TimeSpan Scan { get; set; } = TimeSpan.FromSeconds(90);
        public int Lanes { get; set; } = 2;

        public static Settings Parse(string[] args)
        {
            var settings = new Settings();
            if (args.Length > 0) settings.Inbox = args[0];
            if (args.Length > 1) settings.Outbox = args[1];
            if (args.Length > 2) settings.Lanes = int.Parse(args[2]);
            return settings;
        }
    }

    internal sealed class IngestLane
    {
        private readonly BlockingCollection<string> _jobs;
        private readonly string _outbox;
        private readonly Thread _thread;

        public IngestLane(BlockingCollection<string> jobs, string outbox, int number)
        {
            _jobs = jobs;
            _outbox = outbox;
            _thread = new Thread(Work) { Name = "lane-" + number, IsBackground = true };
        }

        public void Open()
        {
            _thread.Start();
        }

        public void Close()
        {
            _thread.Join(); //! HAZARD lane SHUT101 SHUT208
        }

        private void Work()
        {
            while (true) //! HAZARD lane SHUT101 SHUT601
            {
                var path = _jobs.Take(); //! HAZARD lane SHUT101 SHUT601 SHUT102
                try
                {
                    Package(path);
                }
                catch (IOException ex)
                {
                    Console.Error.WriteLine("{0}: {1}", path, ex.Message);
                }
            }
        }

        private void Package(string path)
        {
            var target = Path.Combine(_outbox, Path.GetFileName(path));
            using (var sha = SHA256.Create())
            using (var source = File.OpenRead(path))
            using (var output = File.Create(target + ".part"))
            using (var hashing = new CryptoStream(output, sha, CryptoStreamMode.Write))
            {
                source.CopyTo(hashing);
                hashing.FlushFinalBlock();
                File.WriteAllText(target + ".sha256", Convert.ToHexString(sha.Hash));
            }

            File.Move(target + ".part", target, true);
            File.Delete(path);
        }
    }

    internal static class Program
    {
        private static readonly CancellationTokenSource Stop = new CancellationTokenSource();

        private static int Main(string[] args)
        {
            var settings = Settings.Parse(args);
            Console.CancelKeyPress += OnCancelKey; //! HAZARD signal SHUT502

            using (var jobs = new BlockingCollection<string>()) //! HAZARD lane SHUT601
            {
                var lanes = new List<IngestLane>();
                for (var i = 0; i < settings.Lanes; i++)
                {
                    var lane = new IngestLane(jobs, settings.Outbox, i);
                    lane.Open();
                    lanes.Add(lane);
                }

                Scan(settings, jobs);

                lanes.ForEach(lane => lane.Close()); //! HAZARD lane SHUT101 SHUT208
            }

            return 0;
        }

        private static void Scan(Settings settings, BlockingCollection<string> jobs)
        {
            var known = new HashSet<string>();
            while (!Stop.IsCancellationRequested)
            {
                foreach (var path in Directory.EnumerateFiles(settings.Inbox, "*.mov"))
                {
                    if (known.Add(path)) jobs.Add(path);
                }

                Thread.Sleep(settings.Scan); //! HAZARD scan SHUT102
            }
        }

        private static void OnCancelKey(object sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            Stop.Cancel();
        }
    }
}
