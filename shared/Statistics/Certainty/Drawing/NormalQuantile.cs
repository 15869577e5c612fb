using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>
/// The standard normal quantile by rational functions, to about 16 digits (M. J. Wichura, Algorithm AS 241: The percentage points of the normal distribution,
/// Applied Statistics 37, 1988, PPND16).
/// </summary>
internal static class NormalQuantile
{
    private const double Split = 0.425;

    /// <summary>The quantiles of four shares, each between 0 and 1 (exclusive).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> shares)
    {
        var q = shares - Vector256.Create(0.5);
        var central = Central(q);
        return Vector256.GreaterThanAny(Vector256.Abs(q), Vector256.Create(Split)) ? WithTails(shares, q, central) : central;
    }

    /// <summary>The quantile of a share between 0 and 1; infinite at its ends.</summary>
    public static double Of(double share)
    {
        var q = share - 0.5;
        return Math.Abs(q) <= Split ? Central(Vector256.Create(q))[0] : Tail(share, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Central(Vector256<double> q)
    {
        var r = Vector256.Create(Split * Split) - (q * q);
        var above = ((((((((r * 2.5090809287301226727e+3) + V(3.3430575583588128105e+4)) * r) + V(6.7265770927008700853e+4)) * r) + V(4.5921953931549871457e+4)) * r) + V(1.3731693765509461125e+4)) * r;
        above = ((((above + V(1.9715909503065514427e+3)) * r) + V(1.3314166789178437745e+2)) * r) + V(3.3871328727963666080e0);
        var below = ((((((((r * 5.2264952788528545610e+3) + V(2.8729085735721942674e+4)) * r) + V(3.9307895800092710610e+4)) * r) + V(2.1213794301586595867e+4)) * r) + V(5.3941960214247511077e+3)) * r;
        below = ((((below + V(6.8718700749205790830e+2)) * r) + V(4.2313330701600911252e+1)) * r) + V(1);
        return q * above / below;
    }

    private static Vector256<double> V(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> WithTails(Vector256<double> shares, Vector256<double> q, Vector256<double> central)
    {
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            if (Math.Abs(q[lane]) > Split)
            {
                central = central.WithElement(lane, Tail(shares[lane], q[lane]));
            }
        }

        return central;
    }

    private static double Tail(double share, double q)
    {
        var tail = q < 0 ? share : 1 - share;
        if (tail <= 0)
        {
            return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var r = Math.Sqrt(-Math.Log(tail));
        double value;
        if (r <= 5)
        {
            r -= 1.6;
            value = ((((((((((((((7.74545014278341407640e-4 * r) + 2.27238449892691845833e-2) * r) + 2.41780725177450611770e-1) * r) + 1.27045825245236838258e0) * r)
                + 3.64784832476320460504e0) * r) + 5.76949722146069140550e0) * r) + 4.63033784615654529590e0) * r) + 1.42343711074968357734e0)
                / ((((((((((((((1.05075007164441684324e-9 * r) + 5.47593808499534494600e-4) * r) + 1.51986665636164571966e-2) * r) + 1.48103976427480074590e-1) * r)
                + 6.89767334985100004550e-1) * r) + 1.67638483018380384940e0) * r) + 2.05319162663775882187e0) * r) + 1);
        }
        else
        {
            r -= 5;
            value = ((((((((((((((2.01033439929228813265e-7 * r) + 2.71155556874348757815e-5) * r) + 1.24266094738807843860e-3) * r) + 2.65321895265761230930e-2) * r)
                + 2.96560571828504891230e-1) * r) + 1.78482653991729133580e0) * r) + 5.46378491116411436990e0) * r) + 6.65790464350110377720e0)
                / ((((((((((((((2.04426310338993978564e-15 * r) + 1.42151175831644588870e-7) * r) + 1.84631831751005468180e-5) * r) + 7.86869131145613259100e-4) * r)
                + 1.48753612908506148525e-2) * r) + 1.36929880922735805310e-1) * r) + 5.99832206555887937690e-1) * r) + 1);
        }

        return q < 0 ? -value : value;
    }
}
