package io.neuralentropy.monitor.streams;

/** What a client has counted, and when its group's coordinator last answered one of its heartbeats, in ms. */
final class Pulse {
    private double responses;
    private double heartbeats;
    private long beatAt;

    Pulse(long now) {
        beatAt = now;
    }

    /** Takes what the client has counted so far; whether it got an answer since the last time. */
    boolean take(double responsesNow, double heartbeatsNow, long now) {
        boolean answered = responsesNow > responses;
        if (heartbeatsNow > heartbeats) {
            beatAt = now;
        }
        responses = responsesNow;
        heartbeats = heartbeatsNow;
        return answered;
    }

    long beatAt() {
        return beatAt;
    }
}
