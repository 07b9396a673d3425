/** Sending events without ever standing in the way of the training loop. */
package io.neuralentropy.events.emitter;
