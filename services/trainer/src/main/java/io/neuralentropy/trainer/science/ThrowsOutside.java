package io.neuralentropy.trainer.science;

/**
 * Throws whose λ lies outside the range of the entropies, where they count in no way. How many there should be: {@link
 * EntropyRange#shareBelow} and {@link EntropyRange#shareAbove} of all.
 *
 * @param below the range
 * @param above the range
 * @param all throws, those inside too
 */
public record ThrowsOutside(long below, long above, long all) {
    public static final ThrowsOutside NONE = new ThrowsOutside(0, 0, 0);

    /** Both together. */
    public ThrowsOutside plus(ThrowsOutside other) {
        return new ThrowsOutside(below + other.below, above + other.above, all + other.all);
    }
}
