package io.neuralentropy.events.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.neuralentropy.events.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The published JSON Schemas, as a validator that knows nothing of the codec. */
public final class Schemas {
    /** Where the schemas are on the class path. */
    public static final String FOLDER = "io/neuralentropy/events/schema/";

    private final Map<EventType, Schema> byType = new EnumMap<>(EventType.class);
    private final Schema stateChange;

    public Schemas() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (EventType type : EventType.values()) {
            byType.put(type, registry.getSchema(SchemaLocation.of("classpath:" + FOLDER + fileOf(type))));
        }
        stateChange = registry.getSchema(SchemaLocation.of("classpath:" + FOLDER + "state-change.schema.json"));
    }

    public static String fileOf(EventType type) {
        return type.wireName().replace('.', '-') + ".schema.json";
    }

    /** What is wrong with the JSON text as an event of this type; empty when nothing is. */
    public List<Error> validate(EventType type, String json) {
        return byType.get(type).validate(json, InputFormat.JSON);
    }

    /** What is wrong with the JSON text as a change of state; empty when nothing is. */
    public List<Error> validateStateChange(String json) {
        return stateChange.validate(json, InputFormat.JSON);
    }
}
