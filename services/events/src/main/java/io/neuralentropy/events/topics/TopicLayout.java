package io.neuralentropy.events.topics;

/**
 * The topics as they are, whoever made them.
 *
 * @param eventPartitions partitions of the topic of events
 */
public record TopicLayout(int eventPartitions) {}
