# One of the services, by name: docker build --build-arg SERVICE=Publishing -f deploy/docker/service.Dockerfile .
# Built complete, so that it can use SQL Server (see Directory.Build.targets).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG SERVICE
WORKDIR /source
COPY . .
RUN dotnet publish services/${SERVICE}/${SERVICE}.csproj --configuration Release -p:SqlServerComplete=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG SERVICE
ENV SERVICE=${SERVICE} ASPNETCORE_URLS=http://+:8080
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet Utanforskap.$SERVICE.dll"]
