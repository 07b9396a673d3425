/**
 * The paper's experiments: which runs they take, the paper's own numbers ({@link io.neuralentropy.standalone.reproduce.PaperNumbers}),
 * and the tables and pictures that set one beside the other. Knows no Kafka, HTTP or engine: it is handed what a monitor answered.
 */
package io.neuralentropy.standalone.reproduce;
