package io.neuralentropy.monitor.web;

/** Renders the metrics for one scrape. Called from several threads at a time. */
public interface ScrapeHandler {
    /**
     * All metrics at this moment.
     *
     * @param acceptHeader as the client sent it; null where it sent none
     */
    Scrape scrape(String acceptHeader);

    /** A body and what it is written in. The body must not be changed afterwards. */
    record Scrape(String contentType, byte[] body) {}
}
