/** Benchmarks of single parts ({@code micro}) and of the whole under load ({@code load}); on no product path. */
package io.neuralentropy.bench;
