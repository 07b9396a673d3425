package io.neuralentropy.trainer.science;

/**
 * What a network's output o on an input x says, at one time. With the noise that it predicts, ε̂ = p·x + q·o, and the best
 * prediction ε_eq = g·x_t if the data were N(0, κ²I):
 *
 * <ul>
 *   <li>d = ε_eq − ε̂ = {@code dOnInput}·x + {@code dOnOutput}·o, whose square is the rate of neural entropy: ½E‖d‖² per unit
 *       of λ;
 *   <li>d − d̃ = ε − ε̂ = ε + {@code missOnInput}·x + {@code dOnOutput}·o, with d̃ = ε_eq − ε, E[d̃|x_t] = d*: what every loss
 *       is a weighted square of.
 * </ul>
 *
 * <p>By {@link Objective#conversion}, the only place where these are worked out.
 */
public record Conversion(double dOnInput, double dOnOutput, double missOnInput) {
    /** d, of one coordinate. */
    public double d(double input, double output) {
        return dOnInput * input + dOnOutput * output;
    }

    /** d − d̃ = ε − ε̂, of one coordinate. */
    public double miss(double input, double output, double noise) {
        return noise + missOnInput * input + dOnOutput * output;
    }
}
