using Microsoft.AspNetCore.Mvc;

namespace Crm.Export
{
    public class Contact
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public string Mail { get; set; } = "";
    }

    public interface IContactQuery
    {
        Task<IReadOnlyList<Contact>> PageAsync(int afterId, int size, CancellationToken cancellationToken);
    }

    [ApiController]
    [Route("contacts/export")]
    public class ExportController : ControllerBase
    {
        private const int PageSize = 500;
        private readonly IContactQuery _query;

        public ExportController(IContactQuery query)
        {
            _query = query;
        }

        [HttpGet]
        public async Task GetAsync(CancellationToken cancellationToken)
        {
            Response.ContentType = "text/csv";
            await using (var writer = new StreamWriter(Response.Body, leaveOpen: true))
            {
                var last = 0;
                while (true)
                {
                    var page = await _query.PageAsync(last, PageSize, cancellationToken);
                    foreach (var contact in page)
                        await writer.WriteLineAsync($"{contact.Id};{contact.Name};{contact.Mail}");

                    await writer.FlushAsync(cancellationToken);
                    if (page.Count < PageSize)
                        break;

                    last = page[page.Count - 1].Id;
                }
            }
        }

        [HttpPost("check")]
        [RequestSizeLimit(5_000_000)]
        public async Task<IActionResult> CheckAsync(IFormFile file, CancellationToken cancellationToken)
        {
            var bad = new List<int>();
            using (var reader = new StreamReader(file.OpenReadStream()))
            {
                for (var line = 1; ; line++)
                {
                    var text = await reader.ReadLineAsync(cancellationToken);
                    if (text == null)
                        break;

                    if (text.Split(';').Length != 3)
                        bad.Add(line);
                }
            }

            return bad.Count == 0 ? NoContent() : BadRequest(bad);
        }
    }
}
