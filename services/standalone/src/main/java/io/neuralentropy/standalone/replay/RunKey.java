package io.neuralentropy.standalone.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds the key that a line belongs under: its {@code run}, also in lines that are no valid events. */
final class RunKey {
    /** Longer keys are junk, and of no use for keeping an order. */
    private static final int MAX_LENGTH = 256;

    private static final JsonFactory JSON = new JsonFactory();

    private RunKey() {}

    /** The text of the top-level member {@code run}; null where there is none. */
    static String of(byte[] line) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = "run".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING ? usable(parser.getText()) : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException junk) {
            return null;
        }
    }

    private static String usable(String run) {
        return run.isEmpty() || run.length() > MAX_LENGTH ? null : run;
    }
}
