/**
 * What the monitor knows of each run at one moment, as immutable values.
 *
 * <p>Written by the topology, read by the exporter and the web pages from any thread. Unknown numbers are NaN here and
 * left out wherever they are shown.
 */
package io.neuralentropy.monitor.snapshot;
