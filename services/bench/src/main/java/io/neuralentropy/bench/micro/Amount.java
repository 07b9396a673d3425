package io.neuralentropy.bench.micro;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bytes that operations read or wrote, and how many operations: their quotient is a column of the table. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Amount {
    public long bytes;
    public long operations;

    void add(long more) {
        bytes += more;
        operations++;
    }
}
