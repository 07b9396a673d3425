package io.neuralentropy.standalone.boards;

/** Units, as Grafana names them. */
enum Unit {
    NATS("suffix: nats"),
    NATS_PER_STEP("suffix: nats/step"),
    NATS_PER_JOULE("suffix: nats/J"),
    BITS_PER_PARAMETER("suffix: bit/parameter"),
    RATIO("none"),
    PERCENT("percentunit"),
    COUNT("short"),
    STEPS("suffix: steps"),
    SAMPLES("suffix: samples"),
    RUNS("suffix: runs"),
    PER_SECOND("suffix: /s"),
    SECONDS("s"),
    MILLISECONDS("ms"),
    LENGTH_OF_TIME("dtdurations"),
    MOMENT("dateTimeAsIso"),
    JOULES("joule"),
    BYTES("bytes"),
    TEXT("string");

    private final String grafana;

    Unit(String grafana) {
        this.grafana = grafana;
    }

    String grafana() {
        return grafana;
    }
}
