package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * The residual block of DDPM (arXiv:2006.11239): x + Conv(Drop(SiLU(Norm(Conv(SiLU(Norm(x))) + Dense(t))))), where x passes a
 * 1 × 1 convolution if the channels change. The last convolution starts at 0: an untrained block hands x on.
 */
final class ResidualBlock {
    private final GroupNorm firstNorm;
    private final Convolution first;
    private final Dense time;
    private final GroupNorm secondNorm;
    private final Convolution second;
    private final Convolution skip;

    /** @param times width of the time embedding */
    ResidualBlock(Layout.Builder layout, String name, int in, int out, int times, int pixels, NDManager constants) {
        this.firstNorm = new GroupNorm(layout, name + ".norm1", in, pixels, constants);
        this.first = Convolution.of(layout, name + ".conv1", in, out);
        this.time = new Dense(layout, name + ".time", times, out);
        this.secondNorm = new GroupNorm(layout, name + ".norm2", out, pixels, constants);
        this.second = Convolution.silent(layout, name + ".conv2", out, out);
        this.skip = in == out ? null : Convolution.pointwise(layout, name + ".skip", in, out);
    }

    /** @param t activated time embedding, shape (rows, times) */
    NDArray apply(NDArray x, NDArray t, Dropout dropout, NDList leaves) {
        NDArray h = first.apply(Silu.of(firstNorm.apply(x, leaves)), leaves);
        NDArray shift = time.apply(t, leaves);
        h = h.addi(shift.reshape(shift.getShape().get(0), shift.getShape().get(1), 1, 1));
        h = Silu.of(secondNorm.apply(h, leaves));
        if (dropout != null) {
            h = h.mul(dropout.mask(h.getManager(), h.getShape()));
        }
        NDArray kept = skip == null ? x : skip.apply(x, leaves);
        return second.apply(h, leaves).addi(kept);
    }
}
