/**
 * The science in plain doubles: diffusion processes, laws with known scores, estimators, oracles.
 *
 * <p>Notation: x_t = α(t)x₀ + σ(t)ε with ε ~ N(0, I), data near t = 0; λ = ln(α²/σ²); p_eq = N(0, κ²I); y = c·x_t = μx₀ + Σε
 * is x_t on the path that relaxes to p_eq; e* = ∇ log p_y − ∇ log p_eq is the ideal output of an entropy-matching network, d* =
 * Σ·e*. Entropies are in nats per data point, rates in nats per unit of the axis that is named. Source: Premkumar, Neural Entropy,
 * arXiv:2409.03817, and the paper's code.
 *
 * <p>Knows neither tensors, nor data sets, nor Kafka: only the event records that its results travel in.
 */
package io.neuralentropy.trainer.science;
