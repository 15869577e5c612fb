return await Utanforskap.Migrations.Migrator.RunAsync();
