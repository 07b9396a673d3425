/**
 * One program: the in-process broker ({@code broker}), the command line ({@code cli}), and what ties trainer, monitor
 * and broker together in one JVM. The only module that knows Kafka's server.
 */
package io.neuralentropy.standalone;
