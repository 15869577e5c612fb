using Utanforskap.Console.Processes;

namespace Utanforskap.Console.Registers;

/// <summary>Checks a register's file with the code that reads it: Ingestion's own.</summary>
internal static class RegisterValidation
{
    /// <returns>Whether it can be used, and what Ingestion says about it: its mistakes with line and column.</returns>
    public static async Task<(bool IsValid, string Said)> CheckAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new UtanException($"There is no file {file}; examples are in services/Ingestion/Registers.");
        }

        var assembly = Path.Combine(ThisProgram.Checkout, "services", "Ingestion", ThisProgram.OutputFolder, "Utanforskap.Ingestion.dll");
        var (exitCode, said) = await ToolRun.RunAsync([ThisProgram.DotNet, assembly, "validate", file], workingDirectory: Environment.CurrentDirectory, cancellationToken: cancellationToken);
        return (exitCode == 0, said.TrimEnd());
    }
}
