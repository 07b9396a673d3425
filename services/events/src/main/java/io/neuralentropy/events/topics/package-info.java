/** Names of the protocol's topics, and their creation. */
package io.neuralentropy.events.topics;
