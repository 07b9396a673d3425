/** Snapshots as Prometheus metrics, and the monitor's own meters. The only place that names metrics. */
package io.neuralentropy.monitor.export;
