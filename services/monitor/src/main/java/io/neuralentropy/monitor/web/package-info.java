/**
 * What a person or a scraper sees over HTTP: the page, the JSON API, {@code /metrics} and the health checks.
 *
 * <p>Reads {@link io.neuralentropy.monitor.snapshot.Snapshots} and nothing else; where the numbers come from and how
 * metrics are rendered is not known here.
 */
package io.neuralentropy.monitor.web;
