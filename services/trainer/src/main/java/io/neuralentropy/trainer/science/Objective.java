package io.neuralentropy.trainer.science;

/**
 * What a network puts out, and so what it is trained to match. All of these are linear in x_t and ε at a given time, hence one
 * noise prediction ε̂ = p·x_t + q·o follows from each output o; with it go all entropies ({@link Conversion}).
 *
 * <p>The table of p and q is the whole of what tells objectives apart. Sources: Salimans and Ho, arXiv:2202.00512 (ε, x₀, v);
 * Karras et al., arXiv:2206.00364 (F); Lipman et al., arXiv:2210.02747 (u); Premkumar, arXiv:2409.03817 (e).
 */
public enum Objective {
    /** e = ∇ log p_y − ∇ log p_eq of y = c·x_t: ε̂ = g·x_t − cσ·e. */
    ENTROPY_MATCHING {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return process.equilibriumNoise(t);
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return -process.relaxingSigma(t);
        }

        @Override
        public double ownWeight(DiffusionProcess process, double t) {
            return 1;
        }
    },
    /** ∇ log p of x_t: ε̂ = −σ·s. */
    SCORE_MATCHING {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return 0;
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return -process.sigma(t);
        }

        @Override
        public double ownWeight(DiffusionProcess process, double t) {
            return 1;
        }
    },
    /** ε. */
    NOISE_PREDICTION {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return 0;
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return 1;
        }
    },
    /** x₀: ε̂ = (x_t − α·x̂)/σ. */
    DATA_PREDICTION {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return 1 / process.sigma(t);
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return -process.alpha(t) / process.sigma(t);
        }
    },
    /** v = αε − σx₀ where α² + σ² = 1: ε̂ = σx_t + α·v. */
    V_PREDICTION {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return process.sigma(t);
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return process.alpha(t);
        }

        @Override
        public void check(DiffusionProcess process) {
            require(
                    process.preservesVariance(),
                    "v-prediction is made for processes with alpha^2 + sigma^2 = 1: use vp, cosine, or ddpm-linear, not "
                            + process);
        }
    },
    /** EDM's F, with x̂ = c_skip·x_t + c_out·F: ε̂ = σ/(σ² + σ_data²)·x_t − σ_data/√(σ² + σ_data²)·F. */
    EDM {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            double sigma = process.sigma(t);
            double data = process.sigmaData();
            return sigma / (sigma * sigma + data * data);
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return -process.sigmaData() / Math.hypot(process.sigma(t), process.sigmaData());
        }

        @Override
        public void check(DiffusionProcess process) {
            require(
                    !Double.isNaN(process.sigmaData()),
                    "objective edm needs the noise levels of process edm, not " + process.name());
        }
    },
    /** u = dx_t/dt = α'x₀ + σ'ε: ε̂ = (α·u − α'·x_t)/W, W = σ'α − α'σ = ασ·(−dλ/dt)/2. */
    VELOCITY {
        @Override
        double onPoint(DiffusionProcess process, double t) {
            return -process.alphaRate(t) / (process.alpha(t) * process.sigma(t) * process.rate(t));
        }

        @Override
        double onOutput(DiffusionProcess process, double t) {
            return 1 / (process.sigma(t) * process.rate(t));
        }

        @Override
        public void check(DiffusionProcess process) {
            require(
                    process.hasVelocity(),
                    "process " + process.name()
                            + " has noise levels, no time to have a velocity in: use noise-prediction there, or"
                            + " rectified-flow");
        }
    };

    /** p: what ε̂ has of x_t. */
    abstract double onPoint(DiffusionProcess process, double t);

    /** q: what ε̂ has of the output. */
    abstract double onOutput(DiffusionProcess process, double t);

    /**
     * h(t) of the objective's own loss, in h·‖ε̂ − ε‖²: 1/q², so that the loss is the plain square of the output's error; 1 for
     * scores, whose usual loss has σ² in front.
     */
    public double ownWeight(DiffusionProcess process, double t) {
        double q = onOutput(process, t);
        return 1 / (q * q);
    }

    /** @throws IllegalArgumentException where the output means nothing on this process; the message is fit for a user */
    public void check(DiffusionProcess process) {
        // all processes, unless an objective says otherwise
    }

    /** What an output says at a time, for a network that sees x_t times {@link DiffusionProcess#inputScale}. */
    public final Conversion conversion(DiffusionProcess process, double t) {
        double p = onPoint(process, t);
        double scale = process.inputScale(t);
        return new Conversion((process.equilibriumNoise(t) - p) / scale, -onOutput(process, t), -p / scale);
    }

    /**
     * Which entropy decides the state of a run, as events name it: {@code neural} for entropy matching, whose S_NN grows from
     * nothing; else {@code learned}, since other outputs start at an S_NN that falls.
     */
    public String followed() {
        return this == ENTROPY_MATCHING ? "neural" : "learned";
    }

    /** The name that options and events use. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
