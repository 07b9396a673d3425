package io.neuralentropy.standalone.boards;

import java.util.Map;

/**
 * What a panel asks Prometheus.
 *
 * @param refId its letter or name within the panel
 * @param promql with Grafana's variables in it
 * @param legend name of each series, with {@code {{label}}}
 * @param format {@code time_series} or {@code table}
 * @param instant of now, rather than of the time range
 * @param absence when it may have no series, in words for the docs; null where there must be some
 */
record Query(String refId, String promql, String legend, String format, boolean instant, String absence) {

    /** Over the time range. */
    static Query range(String refId, String promql, String legend) {
        return new Query(refId, promql, legend, "time_series", false, null);
    }

    /** Of now. */
    static Query now(String refId, String promql, String legend) {
        return new Query(refId, promql, legend, "time_series", true, null);
    }

    /** Of now, a row per series. */
    static Query rows(String refId, String promql) {
        return new Query(refId, promql, "", "table", true, null);
    }

    /** The same, but without series in some cases: "while ...", "where ...". */
    Query absent(String when) {
        return new Query(refId, promql, legend, format, instant, when);
    }

    Map<String, Object> json() {
        return Json.object(
                "refId", refId,
                "datasource", Board.DATA_SOURCE,
                "editorMode", "code",
                "expr", promql,
                "legendFormat", legend,
                "format", format,
                "instant", instant,
                "range", !instant);
    }
}
