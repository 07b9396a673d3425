package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.neuralentropy.trainer.network.Layout.Initial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The U-Net of DDPM (arXiv:2006.11239), plain and small: residual blocks with group normalisation and SiLU at each resolution
 * on the way down, strided convolutions between them, the same way up with nearest-neighbour enlargement, each block there
 * also shown what its counterpart on the way down put out; self-attention between two blocks in the middle and at the lowest
 * resolutions. The time enters each block through its embedding: sines and cosines of 1000 s at frequencies from 1 to 1e-4,
 * then two dense layers; a label adds its own vector to it.
 *
 * <p>The output's convolution starts at 0: an untrained network puts out exactly 0 everywhere. Where the output is what
 * differs from the equilibrium (entropy matching; v at κ = 1; EDM's F at κ = σ_data) the run starts at S_NN = S_lin = 0, where
 * it is noise, data, score or flow velocity it starts at a large S_NN.
 *
 * <p>Immutable once built; any number of threads may run {@link #forward} at once.
 */
public final class UNet implements Network {
    private static final double TIME_SCALE = 1000;
    private static final double FREQUENCY_RANGE = 1e-4;
    private static final int TIME_FACTOR = 4;

    private final UNetSettings settings;
    private final Layout layout;
    private final NDManager manager;
    private final TimeFeatures features;
    private final Dense firstTime;
    private final Dense secondTime;
    private final int labels;
    private final Convolution input;
    private final List<Level> down = new ArrayList<>();
    private final ResidualBlock middleIn;
    private final Attention middle;
    private final ResidualBlock middleOut;
    private final List<Level> up = new ArrayList<>();
    private final GroupNorm outputNorm;
    private final Convolution output;

    /** One resolution, on the way down or up; {@code change} leads to the next, null at the last. */
    private record Level(List<ResidualBlock> blocks, List<Attention> attentions, Convolution change, Size size) {}

    /** Pixels of an image at one resolution. */
    private record Size(int height, int width) {
        Size halved() {
            return new Size((height + 1) / 2, (width + 1) / 2);
        }

        int pixels() {
            return height * width;
        }
    }

    /** @param parent owns what the network keeps on the device */
    public UNet(UNetSettings settings, NDManager parent) {
        this.settings = settings;
        this.manager = parent.newSubManager();
        Layout.Builder builder = new Layout.Builder();
        int channels = settings.channels();
        int times = TIME_FACTOR * channels;
        this.features = new TimeFeatures(channels, manager);
        this.firstTime = new Dense(builder, "time1", channels, times);
        this.secondTime = new Dense(builder, "time2", times, times);
        this.labels = settings.classes() == 0
                ? -1
                : builder.slot("labels.kernel", Initial.LECUN_NORMAL, times, settings.classes());
        this.input = Convolution.of(builder, "in", settings.imageChannels(), channels);
        Deque<Integer> shown = new ArrayDeque<>(List.of(channels));
        Size size = new Size(settings.height(), settings.width());
        int levels = settings.multipliers().size();
        for (int level = 0; level < levels; level++) {
            channels = addDown(builder, level, channels, size, shown);
            size = level == levels - 1 ? size : size.halved();
        }
        this.middleIn = new ResidualBlock(builder, "middle1", channels, channels, times, size.pixels(), manager);
        this.middle = settings.attention() == 0
                ? null
                : new Attention(builder, "middle.attention", channels, size.pixels(), manager);
        this.middleOut = new ResidualBlock(builder, "middle2", channels, channels, times, size.pixels(), manager);
        for (int level = levels - 1; level >= 0; level--) {
            channels = addUp(builder, level, channels, shown);
        }
        int pixels = settings.height() * settings.width();
        this.outputNorm = new GroupNorm(builder, "out.norm", channels, pixels, manager);
        this.output = Convolution.silent(builder, "out", channels, settings.imageChannels());
        this.layout = builder.build();
    }

    private int addDown(Layout.Builder builder, int level, int channels, Size size, Deque<Integer> shown) {
        int out = width(level);
        int in = channels;
        List<ResidualBlock> blocks = new ArrayList<>();
        List<Attention> attentions = new ArrayList<>();
        for (int i = 0; i < settings.blocks(); i++) {
            String name = "down" + level + "." + i;
            blocks.add(block(builder, name, in, out, size));
            attentions.add(attention(builder, name, level, out, size));
            in = out;
            shown.push(out);
        }
        boolean last = level == settings.multipliers().size() - 1;
        Convolution change = last ? null : Convolution.halving(builder, "down" + level, out);
        if (!last) {
            shown.push(out);
        }
        down.add(new Level(blocks, attentions, change, size));
        return out;
    }

    private int addUp(Layout.Builder builder, int level, int channels, Deque<Integer> shown) {
        Size size = down.get(level).size();
        int out = width(level);
        int in = channels;
        List<ResidualBlock> blocks = new ArrayList<>();
        List<Attention> attentions = new ArrayList<>();
        for (int i = 0; i <= settings.blocks(); i++) {
            String name = "up" + level + "." + i;
            blocks.add(block(builder, name, in + shown.pop(), out, size));
            attentions.add(attention(builder, name, level, out, size));
            in = out;
        }
        Convolution change = level == 0 ? null : Convolution.of(builder, "up" + level, out, out);
        up.add(new Level(blocks, attentions, change, size));
        return out;
    }

    private int width(int level) {
        return settings.channels() * settings.multipliers().get(level);
    }

    private ResidualBlock block(Layout.Builder builder, String name, int in, int out, Size size) {
        return new ResidualBlock(builder, name, in, out, TIME_FACTOR * settings.channels(), size.pixels(), manager);
    }

    /** Null at resolutions without. */
    private Attention attention(Layout.Builder builder, String name, int level, int channels, Size size) {
        boolean attends = level >= settings.multipliers().size() - settings.attention();
        return attends ? new Attention(builder, name + ".attention", channels, size.pixels(), manager) : null;
    }

    @Override
    public String name() {
        return "unet";
    }

    @Override
    public int dimension() {
        return settings.dimension();
    }

    @Override
    public int classes() {
        return settings.classes();
    }

    @Override
    public double dropout() {
        return settings.dropout();
    }

    @Override
    public int parameterCount() {
        return layout.size();
    }

    @Override
    public int tensorCount() {
        return layout.slots().size();
    }

    @Override
    public Parameters initialise(long seed) {
        return layout.initialise(seed);
    }

    @Override
    public NDArray forward(NetworkInput in, NDList leaves) {
        long rows = in.y().getShape().get(0);
        NDArray t = times(in, leaves);
        NDArray x = in.y().reshape(rows, settings.imageChannels(), settings.height(), settings.width());
        NDArray h = input.apply(x, leaves);
        Deque<NDArray> shown = new ArrayDeque<>();
        shown.push(h);
        for (Level level : down) {
            for (int i = 0; i < level.blocks.size(); i++) {
                h = attend(level.attentions.get(i), level.blocks.get(i).apply(h, t, in.dropout(), leaves), leaves);
                shown.push(h);
            }
            if (level.change != null) {
                h = level.change.apply(h, leaves);
                shown.push(h);
            }
        }
        h = middleIn.apply(h, t, in.dropout(), leaves);
        h = middleOut.apply(attend(middle, h, leaves), t, in.dropout(), leaves);
        for (int i = 0; i < up.size(); i++) {
            Level level = up.get(i);
            for (int b = 0; b < level.blocks.size(); b++) {
                NDArray both = h.concat(shown.pop(), 1);
                h = attend(level.attentions.get(b), level.blocks.get(b).apply(both, t, in.dropout(), leaves), leaves);
            }
            if (level.change != null) {
                h = level.change.apply(enlarged(h, up.get(i + 1).size), leaves);
            }
        }
        h = Silu.of(outputNorm.apply(h, leaves));
        return output.apply(h, leaves).reshape(rows, dimension());
    }

    /** The activated embedding of times and labels. */
    private NDArray times(NetworkInput in, NDList leaves) {
        NDArray t = Silu.of(firstTime.apply(features.of(in.s()), leaves));
        t = secondTime.apply(t, leaves);
        if (labels >= 0 && in.labels() != null) {
            t = t.addi(in.labels().matMul(leaves.get(labels).transpose()));
        }
        return Silu.of(t);
    }

    private static NDArray attend(Attention attention, NDArray h, NDList leaves) {
        return attention == null ? h : attention.apply(h, leaves);
    }

    /** Nearest neighbours. */
    private static NDArray enlarged(NDArray h, Size size) {
        return h.getNDArrayInternal().interpolation(new long[] {size.height(), size.width()}, 0, false);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** sin and cos of 1000 s f, f from 1 to 1e-4 in equal ratios. One sine does for both. */
    private static final class TimeFeatures {
        private final NDArray frequencies;
        private final NDArray phases;

        TimeFeatures(int count, NDManager manager) {
            int half = count / 2;
            float[] frequency = new float[count];
            float[] phase = new float[count];
            for (int i = 0; i < count; i++) {
                int k = i % half;
                frequency[i] = (float) (TIME_SCALE * Math.pow(FREQUENCY_RANGE, half == 1 ? 0 : k / (half - 1.0)));
                phase[i] = i < half ? 0 : (float) (Math.PI / 2);
            }
            this.frequencies = manager.create(frequency, new Shape(1, count));
            this.phases = manager.create(phase, new Shape(1, count));
        }

        NDArray of(NDArray s) {
            return s.mul(frequencies).addi(phases).sin();
        }
    }
}
