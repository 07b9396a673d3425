/**
 * Networks and their optimiser on DJL/PyTorch: architecture, parameters, Adam, engine set-up.
 *
 * <p>Knows neither events nor data sets nor diffusion processes: it maps (y, s) to e and moves parameters down a gradient.
 */
package io.neuralentropy.trainer.network;
