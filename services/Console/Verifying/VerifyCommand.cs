using System.CommandLine;
using Spectre.Console;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Verifying;

/// <summary>The command <c>utan verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(IAnsiConsole console, Option<string?> state)
    {
        var publication = new Argument<string?>("PUBLICATION") { Description = "The publication's id, as /api/v1/publications lists it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All publications, oldest first." };
        var whole = new Option<bool>("--whole-state") { Description = "Every column that stood with the publication, not only those that it brought." };
        var json = new Option<bool>("--json") { Description = "The reports as JSON: one, or a list with --all." };
        var command = new Command("verify", "Compute a publication again from its lineage and compare: the same bytes within one engine version, the same values across. Exit code 0: verified, 1: not.")
        {
            publication, all, whole, json, state,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(publication) is null != given.GetValue(all))
            {
                given.AddError("Name a publication, or give --all");
            }
        });
        command.SetAction(async (given, cancellationToken) =>
        {
            using var run = new VerifyRun(new VerifyStory(console), StateFolder.Choose(given.GetValue(state)));
            return await run.RunAsync(given.GetValue(publication), given.GetValue(whole), given.GetValue(json) ? System.Console.Out : null, cancellationToken) ? 0 : 1;
        });
        return command;
    }
}
