package io.neuralentropy.trainer.science;

/**
 * One of the two entropies of a batch as an integral over λ of a rate. What throw i says of it is ∫m dλ + (rateᵢ − m(λᵢ))·weightᵢ,
 * the weight being 1 / (density of λᵢ) and 0 outside the range: right on average for any m that was fixed before the throws were drawn.
 * m is a share of the {@link PastCourse}.
 */
final class LogSnrIntegral {
    final PastCourse past;
    private final double[] rates;
    private final double[] values;
    private final double[] weighed;
    private final double[] explained;

    LogSnrIntegral(EntropyRange range, int bins, int rows) {
        this.past = new PastCourse(range, bins);
        this.rates = new double[rows];
        this.values = new double[rows];
        this.weighed = new double[rows];
        this.explained = new double[rows];
    }

    /** Sets the rate of a throw, nats per unit of λ. */
    void set(int row, double rate) {
        rates[row] = rate;
    }

    double rate(int row) {
        return rates[row];
    }

    /** Takes the past course out of the rates. */
    void takePast(double[] logSnr, double[] weight, int count) {
        double share = past.share();
        for (int i = 0; i < count; i++) {
            double course = weight[i] == 0 ? 0 : past.at(logSnr[i]);
            weighed[i] = weight[i] * rates[i];
            explained[i] = weight[i] * course;
            values[i] = rates[i] - share * course;
        }
    }

    /** What is left of the rates. */
    double[] left() {
        return values;
    }

    /** Makes of what is left of the rates what each throw says of the integral. */
    void weigh(LogSnrLaw law, double[] logSnr, double[] weight, int count) {
        double share = past.share();
        double known = share * law.integral(past);
        for (int i = 0; i < count; i++) {
            if (weight[i] == 0) {
                values[i] = known;
                continue;
            }
            rates[i] = values[i] + share * past.at(logSnr[i]);
            values[i] = known + weight[i] * values[i];
        }
    }

    /** What each throw says of the integral. */
    double[] values() {
        return values;
    }

    /** Takes the batch into the past. */
    void remember(double[] logSnr, double[] weight, int count) {
        past.judge(weighed, explained, count);
        for (int i = 0; i < count; i++) {
            if (weight[i] != 0) {
                past.add(logSnr[i], rates[i]);
            }
        }
        past.update();
    }
}
