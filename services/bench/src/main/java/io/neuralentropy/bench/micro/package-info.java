/** Single parts, measured with JMH. */
package io.neuralentropy.bench.micro;
