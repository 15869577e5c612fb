# Creates the four databases on SQL Server and brings them to this version; runs once and ends.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish deploy/migrations/SqlServer/Migrations.SqlServer.csproj --configuration Release -p:SqlServerComplete=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
ENTRYPOINT ["dotnet", "Utanforskap.Migrations.SqlServer.dll"]
