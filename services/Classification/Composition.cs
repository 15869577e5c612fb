using Utanforskap.Classification.Explaining;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Recomputing;
using Utanforskap.Classification.Results;
using Utanforskap.Classification.WhatIf;

namespace Utanforskap.Classification;

/// <summary>What the service is made of.</summary>
internal static class Composition
{
    public static IServiceCollection AddClassification(this IServiceCollection services) => services
        .AddScoped<IndicatorsClient>().AddScoped<KeptMethods>().AddScoped<FrozenGroups>().AddScoped<MethodStage>()
        .AddScoped<ResultWriter>().AddScoped<ResultReader>().AddScoped<Recomputation>().AddScoped<ResultExplanation>()
        .AddScoped<WhatIfComputation>();
}
