package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.run.Intake;

/** Counts nothing; a test overrides what it looks at. */
class NoMeters implements IntakeMeters {
    @Override
    public void event(String type) {}

    @Override
    public void deadLetter(String reason) {}

    @Override
    public void steps(Intake intake) {}

    @Override
    public void refusedRun() {}

    @Override
    public void expiredRun() {}

    @Override
    public void refusedGroupRun() {}

    @Override
    public void withheldRun() {}

    @Override
    public void published(double seconds) {}
}
