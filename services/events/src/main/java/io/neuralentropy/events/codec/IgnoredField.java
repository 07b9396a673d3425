package io.neuralentropy.events.codec;

/**
 * A field that the protocol does not have, though its name looks like one that it has.
 *
 * @param name as it was sent: at most {@value UnknownFields#MAX_NAME} letters, digits and {@code _ - . /}
 * @param meant what was probably meant: a field, and where it belongs if not into this type of event
 */
public record IgnoredField(String name, String meant) {}
