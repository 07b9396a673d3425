/** Runs side by side: what each had learned at equal steps, samples and time, and what each needed. Pure. */
package io.neuralentropy.monitor.compare;
