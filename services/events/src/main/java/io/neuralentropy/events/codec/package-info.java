/** Events as JSON: one streaming pass each way, with a typed result instead of exceptions. Knows no Kafka. */
package io.neuralentropy.events.codec;
