package io.neuralentropy.monitor.run;

/**
 * What an event did to steps, in step identities: those that it brought, and those of earlier attempts that it superseded
 * afterwards. All zero for events that do neither.
 */
public record Intake(long accepted, long late, long duplicate, long superseded) {
    public static final Intake NO_STEPS = new Intake(0, 0, 0, 0);

    Intake plus(Intake other) {
        return new Intake(
                accepted + other.accepted,
                late + other.late,
                duplicate + other.duplicate,
                superseded + other.superseded);
    }
}
