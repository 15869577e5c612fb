namespace Utanforskap.Ingestion.Catalogue;

/// <summary>Checks one file of the catalogue without starting the service: <c>Utanforskap.Ingestion validate FILE</c>.</summary>
internal static class RegisterCheck
{
    /// <returns>0 if the file can be used, 1 if it has mistakes; they are told with line and column.</returns>
    public static int Run(string file, TextWriter output)
    {
        var (register, errors) = RegisterFile.Read(file, File.ReadAllText(file));
        output.WriteLine(register is null
            ? string.Join(Environment.NewLine, errors)
            : $"{file}: register {register.Id}, table {register.Table}, {register.Measures.Count} measures");
        return register is null ? 1 : 0;
    }
}
