using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Gates;

public sealed class RealReleasesTests
{
    [Fact]
    public async Task Every_real_release_passes_the_gates_after_the_one_before_it()
    {
        var folder = SharedData.Find("registers");
        var registers = RegisterCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "Registers", "sweden")).Registers.Where(r => r.Boundaries is null);
        var releases = 0;
        foreach (var register in registers)
        {
            StatCube? before = null;
            foreach (var file in Directory.GetFiles(Path.Combine(folder, register.Table), "*.json").Order(StringComparer.Ordinal))
            {
                await using var stream = File.OpenRead(file);
                var cube = await JsonStat2Reader.ReadAsync(stream, ReadLimits.Standard, TestContext.Current.CancellationToken);
                Gate.Check(register, before, cube).ShouldBeEmpty($"{register.Id}, {Path.GetFileName(file)}");
                before = cube;
                releases++;
            }
        }

        releases.ShouldBe(14, "the folder has fourteen releases of five tables");
    }
}
