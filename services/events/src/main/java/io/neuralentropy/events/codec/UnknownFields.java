package io.neuralentropy.events.codec;

import io.neuralentropy.events.EventType;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one event that its type does not have. What is kept is bounded, whatever was sent: so many names, of letters that
 * may stand in a log and on a page. Made only for an event that has such fields.
 */
final class UnknownFields {
    /** The most names of one event that are compared with those of the protocol. */
    private static final int MOST_COMPARED = 64;

    /** The most names of one event that are reported. */
    static final int MOST_REPORTED = 4;

    /** The longest name that is compared. */
    static final int MAX_NAME = 40;

    private final List<String> names = new ArrayList<>();

    void take(String name) {
        if (names.size() < MOST_COMPARED && isPlain(name)) {
            names.add(name);
        }
    }

    private static boolean isPlain(String name) {
        if (name.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && "_-./".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Those of them that were probably meant to be fields of the protocol. */
    List<IgnoredField> likeKnownOnes(EventType type) {
        List<IgnoredField> alike = new ArrayList<>();
        for (String name : names) {
            String meant = FieldNames.meant(type, name);
            if (meant != null && alike.size() < MOST_REPORTED) {
                alike.add(new IgnoredField(name, meant));
            }
        }
        return alike;
    }
}
