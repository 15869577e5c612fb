using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Utanforskap.Console.Analysis;

/// <summary>What analyses have in common: their JSON, files that are whole or not there, and how the mathematics' refusals are told.</summary>
internal static class AnalysisOutput
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a file beside its place and then puts it there.</summary>
    public static void WriteFile(string path, Action<TextWriter> write)
    {
        var unfinished = path + ".unfinished";
        try
        {
            using (var writer = new StreamWriter(unfinished, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                write(writer);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UtanException($"{path} cannot be written: {refused.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Runs mathematics over a file; what it refuses is told as a sentence about the file.</summary>
    public static T About<T>(string path, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException refused)
        {
            // The parameter's name is for callers, not for readers.
            var parameter = refused.ParamName is null ? -1 : refused.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
            throw new UtanException($"{path}: {(parameter < 0 ? refused.Message : refused.Message[..parameter])}");
        }
    }

    /// <summary>Refuses numbers of an option that are below the least that makes sense. What is no number at all the parser tells.</summary>
    public static void RefuseBelow(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < least)
        {
            result.AddError($"{option.Name} is at least {least}");
        }
    });

    /// <summary>The names of a list given with commas, or by repeating the option.</summary>
    public static string[] Names(IEnumerable<string>? given) =>
        [.. (given ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
