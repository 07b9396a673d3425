/** What an event costs by how a run is spread over ranks, attempts and step numbers. */
package io.neuralentropy.bench.cost;
