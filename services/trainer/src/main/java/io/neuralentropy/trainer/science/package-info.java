/**
 * The science in plain doubles: diffusion processes, laws with known scores, estimators, oracles.
 *
 * <p>Notation: s is diffusion time, data at s = 0; y = μ(s)x + Σ(s)z with z ~ N(0, I); p_eq = N(0, κ²I) is the
 * stationary law of the process; e* = ∇ log p_s − ∇ log p_eq is the ideal output of an entropy-matching network. Entropies
 * are in nats per data point, rates in nats per unit of diffusion time. Source: Premkumar, Neural Entropy,
 * arXiv:2409.03817, and the paper's code.
 *
 * <p>Knows neither tensors, nor data sets, nor Kafka: only the event records that its results travel in.
 */
package io.neuralentropy.trainer.science;
