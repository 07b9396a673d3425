package io.neuralentropy.events.topics;

/**
 * What a monitor must know of the topics as they are.
 *
 * @param eventPartitions partitions of {@link Topics#EVENTS}
 * @param reroutedPartitions partitions of {@link Topics#REROUTED}
 */
public record TopicLayout(int eventPartitions, int reroutedPartitions) {

    /**
     * This layout, where a monitor can work on it.
     *
     * @throws TopicSetupException where an event could not be sent on to the partition that owns its run
     */
    public TopicLayout copartitioned() {
        if (eventPartitions == reroutedPartitions) {
            return this;
        }
        throw new TopicSetupException(
                Topics.EVENTS + " has " + eventPartitions + " partitions and " + Topics.REROUTED + " has "
                        + reroutedPartitions + ", but a monitor needs as many of both. Stop the monitors, delete "
                        + Topics.REROUTED + " and start again: it is made anew (docs/operations.md, Topics).",
                null);
    }
}
