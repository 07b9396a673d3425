package io.neuralentropy.trainer.data;

/** Where the colours of an image stand among its axes. */
public enum ChannelOrder {
    /** As the sizes of the axes say: {@link ImageAxes} has the rule. */
    AUTO,
    /** C × H × W, as PyTorch has them. */
    CHANNELS_FIRST,
    /** H × W × C, as most image files and TensorFlow have them. */
    CHANNELS_LAST
}
