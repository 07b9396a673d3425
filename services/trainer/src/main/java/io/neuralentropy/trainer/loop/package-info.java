/**
 * The training loop: which data points and noise a step sees, its loss and gradient, the step itself, evaluation on held-out
 * points, checkpoints.
 *
 * <p>Everything random is a function of (seed, purpose, step): a step can be repeated, and a run resumed, from its number
 * alone. Emits nothing: {@code io.neuralentropy.trainer} does.
 */
package io.neuralentropy.trainer.loop;
