using System.Globalization;
using Spectre.Console;

namespace Utanforskap.Console.Verifying;

/// <summary>What verifying found, told to a person.</summary>
internal sealed class VerifyStory(IAnsiConsole console)
{
    private const int ToldCells = 5;

    public void Begins(int number, int of, ListedPublication publication) =>
        console.MarkupLineInterpolated($"[grey]{number} of {of}:[/] {publication.Method} {publication.Version} ({publication.Id}) …");

    public void Ended(VerifiedPublication found)
    {
        var seconds = found.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
        console.MarkupLine($"{Markup.Escape($"{found.Method} {found.Version} ({found.Publication})")} {Outcome(found.Outcome)} in {seconds} s, engine {Markup.Escape(found.Engine)}");
        var table = new Table().Border(TableBorder.None).AddColumns("  division", "period", "release", "method", "engine", "outcome", "areas");
        foreach (var column in found.Columns)
        {
            table.AddRow(
                Markup.Escape($"  {column.Division}"),
                Markup.Escape(column.Period),
                column.Release.ToString(CultureInfo.InvariantCulture),
                $"v{column.MethodVersion.ToString(CultureInfo.InvariantCulture)}",
                Markup.Escape(column.Engine),
                Outcome(column.Outcome),
                column.Areas == 0 ? "" : column.Areas.ToString("#,##0", CultureInfo.InvariantCulture));
        }

        console.Write(table);
        foreach (var column in found.Columns)
        {
            Differing(column);
        }

        foreach (var indicator in found.Indicators.SelectMany(i => i.Differing))
        {
            console.MarkupLineInterpolated($"  [red]{indicator.Series}[/] {indicator.Division} {indicator.Period}: {indicator.Areas} areas come out otherwise than kept, first {indicator.First}");
        }

        foreach (var sentence in found.Indicators.Select(i => i.Problem).Append(found.State).OfType<string>())
        {
            console.MarkupLineInterpolated($"  [red]{sentence}[/]");
        }
    }

    public void All(int verified, int all) => console.MarkupLineInterpolated($"{verified} of {all} publications come out as they were published.");

    private void Differing(VerifiedColumn column)
    {
        foreach (var sentence in column.Reasons)
        {
            console.MarkupLineInterpolated($"  {column.Division} {column.Period}: [red]{sentence}[/]");
        }

        foreach (var cell in column.Cells.Take(ToldCells))
        {
            console.MarkupLineInterpolated($"  {column.Division} {column.Period}: {cell.Area} {cell.Part}: {Number(cell.Published)} is published, {Number(cell.Recomputed)} comes out");
        }
    }

    private static string Outcome(string outcome) => outcome switch
    {
        "verified" or "equal-bytes" or "equal-values" => $"[green]{outcome.Replace('-', ' ')}[/]",
        _ => $"[red]{Markup.Escape(outcome.Replace('-', ' '))}[/]",
    };

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "nothing";
}
