System.Console.WriteLine("utan");
