using Spectre.Console;

namespace Utanforskap.Console.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("up")]
    [InlineData("up --registers ../shared/registers --detach --state /tmp/x --port-shift 1000")]
    [InlineData("down --purge")]
    [InlineData("status --json")]
    [InlineData("release")]
    [InlineData("release TAB6586 --wait")]
    [InlineData("release --all --wait")]
    [InlineData("test --fast")]
    [InlineData("bench latency --json figures.json")]
    [InlineData("register validate population.yaml")]
    [InlineData("segregation --data D.csv --area COL --groups A,B,C --by municipality --index D,H,M --seed 4 --json")]
    [InlineData("segregation --data D.csv --unit COL --groups A,B")]
    [InlineData("groups fit --data D.csv --features a,b,c --k 8 --seed 4 --population COL --out MODEL.json")]
    [InlineData("groups fit --data D.csv --features a,b,c --k auto --out MODEL.json --previous OLD.json")]
    [InlineData("groups assign --model MODEL.json --data D.csv --out O.csv")]
    public void The_documented_forms_are_understood(string line) => Errors(line).ShouldBeEmpty();

    [Theory]
    [InlineData("up --register sample")]
    [InlineData("up --port-shift many")]
    [InlineData("release TAB1 TAB2")]
    [InlineData("fly")]
    [InlineData("register")]
    public void Others_are_refused(string line) => Errors(line).ShouldNotBeEmpty();

    [Fact]
    public async Task A_mistake_is_one_sentence_and_exit_code_1()
    {
        (await CommandLine.RunAsync(["up", "--registers", "/no/such/folder", "--state", "/tmp/utan-never-made"])).ShouldBe(1);
        Directory.Exists("/tmp/utan-never-made").ShouldBeFalse("Nothing is made before the options are right.");
    }

    private static IEnumerable<string> Errors(string line) =>
        CommandLine.Create(AnsiConsole.Console).Parse(line).Errors.Select(error => error.Message);
}
