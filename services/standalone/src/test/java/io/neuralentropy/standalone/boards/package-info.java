/**
 * Grafana's boards, described once: {@link io.neuralentropy.standalone.boards.Boards} lists them, {@code BoardsTest} writes
 * {@code dashboards/grafana/boards} from them and holds the files to them. Metrics are named by the enums that export them,
 * so that a renamed metric does not compile. A panel is added in the class of its board, in a few lines.
 */
package io.neuralentropy.standalone.boards;
