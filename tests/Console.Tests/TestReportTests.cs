using Utanforskap.Console.Testing;

namespace Utanforskap.Console.Tests;

public sealed class TestReportTests
{
    [Fact]
    public void A_result_tells_what_passed_failed_and_was_skipped_and_why()
    {
        var report = Read(
            """
            <assemblies><assembly passed="2" failed="1" skipped="1" errors="1">
              <errors><error type="fixture-cleanup" name="Database"><failure><message>gone</message></failure></error></errors>
              <collection>
                <test name="A" result="Pass" /><test name="B" result="Pass" />
                <test name="C" result="Fail"><failure><message>one should be two</message><stack-trace>at C</stack-trace></failure></test>
                <test name="D" result="Skip"><reason>no data here</reason></test>
              </collection>
            </assembly></assemblies>
            """);

        report.Line.ShouldBe("2 passed, 2 failed, 1 skipped", "An error outside a test counts as a failure.");
        report.Failed.Select(test => test.Name).ShouldBe(["C", "fixture-cleanup Database"]);
        report.Failed[0].Reason.ShouldBe("one should be two\nat C");
        report.Skipped.Single().Reason.ShouldBe("no data here");
        report.IsGood.ShouldBeFalse();
    }

    [Fact]
    public void A_run_without_a_single_passed_test_is_not_good() => TestReport.Empty.IsGood.ShouldBeFalse("Nothing tested is nothing known.");

    [Fact]
    public void A_project_that_breaks_counts_as_one_failure() =>
        (Read("""<assemblies><assembly passed="3" /></assemblies>""") + TestReport.Broken("Pipeline", "killed")).Line.ShouldBe("3 passed, 1 failed, 0 skipped");

    private static TestReport Read(string xml)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, xml);
            return TestReport.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
