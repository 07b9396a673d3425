/** The stack's other programs as processes: Prometheus, Alertmanager, and one who is told. */
package io.neuralentropy.standalone.stack;
