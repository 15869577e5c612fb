using Utanforskap.Console;

return await CommandLine.RunAsync(args);
