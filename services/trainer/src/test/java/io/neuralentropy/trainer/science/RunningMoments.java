package io.neuralentropy.trainer.science;

/** Mean and spread of a sample in a test. */
final class RunningMoments {
    private long count;
    private double sum;
    private double squares;

    void add(double value) {
        count++;
        sum += value;
        squares += value * value;
    }

    double mean() {
        return sum / count;
    }

    double rootMeanSquare() {
        return Math.sqrt(squares / count);
    }

    double deviation() {
        return Math.sqrt((squares - sum * sum / count) / (count - 1));
    }

    double standardError() {
        return deviation() / Math.sqrt(count);
    }
}
