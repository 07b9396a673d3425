/** A monitor with as many long runs as it takes by default: what it needs, and whether it lives. */
package io.neuralentropy.bench.crowd;
