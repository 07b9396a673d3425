package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
    @Test
    void runsEachPartOnceAndAllAtTheSameTime() {
        try (Workers workers = new Workers(3, "test")) {
            AtomicIntegerArray runs = new AtomicIntegerArray(3);
            CountDownLatch all = new CountDownLatch(3);

            workers.run(part -> {
                runs.incrementAndGet(part);
                all.countDown();
                await(all);
            });

            assertArrayEquals(new int[] {1, 1, 1}, new int[] {runs.get(0), runs.get(1), runs.get(2)});
        }
    }

    @Test
    void throwsWhatAPartThrewButNotBeforeAllHaveEnded() {
        try (Workers workers = new Workers(2, "test")) {
            AtomicBoolean ended = new AtomicBoolean();
            CountDownLatch failed = new CountDownLatch(1);

            RuntimeException failure = assertThrows(
                    IllegalArgumentException.class,
                    () -> workers.run(part -> {
                        if (part == 0) {
                            failed.countDown();
                            throw new IllegalArgumentException("part 0");
                        }
                        await(failed);
                        ended.set(true);
                    }));

            assertEquals("part 0", failure.getMessage());
            assertTrue(ended.get());
        }
    }

    @Test
    void waitsForAllPartsWhenOneRunsOutOfMemory() {
        try (Workers workers = new Workers(3, "test")) {
            AtomicBoolean ended = new AtomicBoolean();
            CountDownLatch failed = new CountDownLatch(3);

            Error failure = assertThrows(
                    OutOfMemoryError.class,
                    () -> workers.run(part -> {
                        failed.countDown();
                        if (part == 0) {
                            throw new OutOfMemoryError("part 0");
                        }
                        if (part == 1) {
                            throw new IllegalStateException("part 1");
                        }
                        await(failed);
                        ended.set(true);
                    }));

            assertEquals("part 0", failure.getMessage());
            assertEquals("part 1", failure.getSuppressed()[0].getMessage());
            assertTrue(ended.get());
        }
    }

    @Test
    void throwsTheErrorOfAnotherThreadAsItIs() {
        try (Workers workers = new Workers(2, "test")) {
            Error thrown = new OutOfMemoryError("part 1");

            Error failure = assertThrows(
                    OutOfMemoryError.class,
                    () -> workers.run(part -> {
                        if (part == 1) {
                            throw thrown;
                        }
                    }));

            assertSame(thrown, failure);
        }
    }

    @Test
    void throwsWhatAllPartsThrewOnce() {
        try (Workers workers = new Workers(2, "test")) {
            RuntimeException shared = new IllegalStateException("of all");

            assertSame(
                    shared,
                    assertThrows(
                            IllegalStateException.class,
                            () -> workers.run(part -> {
                                throw shared;
                            })));
        }
    }

    @Test
    void keepsAnInterruptForLater() {
        try (Workers workers = new Workers(2, "test")) {
            AtomicIntegerArray runs = new AtomicIntegerArray(2);
            Thread.currentThread().interrupt();

            workers.run(runs::incrementAndGet);

            assertTrue(Thread.interrupted());
            assertEquals(1, runs.get(1));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
