/** How far the entropies of steps are from the truth, by process. */
package io.neuralentropy.bench.estimator;
