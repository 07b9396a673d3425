/**
 * The event protocol, version 1: what a training loop says and what the monitor hears.
 *
 * <p>Immutable records here; reading and writing them as JSON in {@code codec}; sending them in {@code emitter}; the
 * names and the creation of topics in {@code topics}. Nothing in this module knows the trainer or the monitor.
 */
package io.neuralentropy.events;
