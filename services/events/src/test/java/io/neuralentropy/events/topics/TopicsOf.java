package io.neuralentropy.events.topics;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/** Lets other packages' tests see what {@link TopicSetup} would create. */
public final class TopicsOf {
    private TopicsOf() {}

    /** Topic configurations by topic name. */
    public static Map<String, Map<String, String>> configs(TopicSettings settings) {
        return new TopicPlan(settings, Map.of())
                .topics().stream().collect(Collectors.toMap(NewTopic::name, NewTopic::configs));
    }
}
