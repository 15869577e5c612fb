using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Utanforskap.Console.Testing;

/// <summary>A test that did not pass: its name and why.</summary>
internal sealed record TestNote(string Name, string Reason);

/// <summary>What one test project, or several, said.</summary>
internal sealed record TestReport(int Passed, IReadOnlyList<TestNote> Failed, IReadOnlyList<TestNote> Skipped)
{
    public static TestReport Empty { get; } = new(0, [], []);

    /// <summary>The line that ends a test run.</summary>
    public string Line => $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    /// <summary>True if something was tested and nothing failed.</summary>
    public bool IsGood => Failed.Count == 0 && Passed > 0;

    public static TestReport operator +(TestReport left, TestReport right) =>
        new(left.Passed + right.Passed, [.. left.Failed, .. right.Failed], [.. left.Skipped, .. right.Skipped]);

    /// <summary>A project that ended without a result counts as one failure.</summary>
    public static TestReport Broken(string project, string reason) => new(0, [new TestNote(project, reason)], []);

    /// <summary>Reads a result in xunit's own XML.</summary>
    /// <exception cref="XmlException">It is incomplete.</exception>
    public static TestReport Read(string file)
    {
        var assemblies = XDocument.Load(file).Descendants("assembly").ToList();
        var tests = assemblies.Descendants("test").ToList();
        var failed = tests.Where(test => (string?)test.Attribute("result") == "Fail").Select(test => new TestNote(Name(test), Reason(test)));
        var errors = assemblies.Descendants("error").Select(error => new TestNote($"{(string?)error.Attribute("type")} {Name(error)}", Reason(error)));
        var skipped = tests.Where(test => (string?)test.Attribute("result") == "Skip")
            .Select(test => new TestNote(Name(test), test.Element("reason")?.Value.Trim() ?? "no reason given"));
        return new TestReport(assemblies.Sum(assembly => int.Parse(assembly.Attribute("passed")!.Value, CultureInfo.InvariantCulture)), [.. failed, .. errors], [.. skipped]);
    }

    private static string Name(XElement element) => (string?)element.Attribute("name") ?? "?";

    private static string Reason(XElement test)
    {
        var failure = test.Element("failure");
        return $"{failure?.Element("message")?.Value.Trim()}\n{failure?.Element("stack-trace")?.Value.TrimEnd()}".Trim();
    }
}
