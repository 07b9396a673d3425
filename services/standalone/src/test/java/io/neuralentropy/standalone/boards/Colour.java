package io.neuralentropy.standalone.boards;

import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.EnumMap;
import java.util.Map;

/** Colours that mean something: readable on light and dark, told apart by most who see colours otherwise (Okabe, Ito 2008). */
enum Colour {
    BLUE("#3C91D6"),
    GREEN("#009E73"),
    AMBER("#E69F00"),
    RED("#D55E00"),
    PURPLE("#CC79A7"),
    SKY("#56B4E9"),
    GREY("#8E8E8E");

    private static final Map<TrainingState, Colour> STATES = new EnumMap<>(Map.of(
            TrainingState.WARMING_UP, GREY,
            TrainingState.ABSORBING, GREEN,
            TrainingState.SATURATED, AMBER,
            TrainingState.DECLINING, PURPLE,
            TrainingState.DIVERGED, RED,
            TrainingState.STALLED, SKY,
            TrainingState.FINISHED, BLUE,
            TrainingState.FAILED, RED));

    private final String hex;

    Colour(String hex) {
        this.hex = hex;
    }

    String hex() {
        return hex;
    }

    static Colour of(TrainingState state) {
        return STATES.get(state);
    }
}
