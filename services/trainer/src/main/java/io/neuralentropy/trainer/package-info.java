/**
 * Trains a diffusion network and says, step by step, what it has learned.
 *
 * <p>{@code science}: pure mathematics. {@code data}: data sets. {@code network}: networks on DJL. {@code loop}: steps,
 * evaluation, checkpoints. Here: options, and the run that ties them together and emits its events.
 */
package io.neuralentropy.trainer;
