package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.NetworkOptions;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import java.util.ArrayList;
import java.util.List;

/**
 * S_NN against the number N of data points that a network is trained on, at an equal number of steps: S_NN ~ a + b ln N
 * (arXiv:2409.03817). Of the paper's network for mixtures on its mixture with D = 9 under VPx, and of a U-Net on Fashion-MNIST where its
 * files are: a small one on a CPU, one of the size of the paper's on a GPU. The paper's own numbers are of MNIST and CIFAR-10: only the
 * form of the law can be compared.
 */
final class StorageLaws implements Experiment {
    static final int QUICK_EPOCHS = 2;
    static final int EPOCHS = 80;

    private static final int DIMENSION = 9;
    private static final List<Integer> MIXTURE_SIZES = List.of(128, 512, 2048, 8192, 32_768);
    private static final List<Integer> IMAGE_SIZES = List.of(100, 1000, 10_000, 60_000);
    private static final NetworkOptions LARGE = NetworkOptions.unet(128, List.of(1, 2, 2));

    private final PaperNumbers paper;

    StorageLaws(PaperNumbers paper) {
        this.paper = paper;
    }

    @Override
    public String name() {
        return "storage-law";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        List<RunPlan> plans = new ArrayList<>();
        for (int seed = 1; seed <= scope.seeds(); seed++) {
            for (int size : MIXTURE_SIZES) {
                plans.add(mixture(size, seed, scope));
            }
            if (DataSets.hasFashionMnist(null)) {
                for (int size : IMAGE_SIZES) {
                    plans.add(images(size, seed, scope));
                }
            }
        }
        return plans;
    }

    private RunPlan mixture(int size, int seed, Scope scope) {
        DataSetRequest data = DataSetRequest.of("gaussian-mixture")
                .withDimension(DIMENSION)
                .withSize(size)
                .withSeed(seed - 1L);
        String variant = "mixture-n" + size;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        return plan(
                variant,
                Plans.options(variant + "-s" + seed, data, seed, epochs, scope).process("vpx"),
                "mixture",
                epochs);
    }

    private RunPlan images(int size, int seed, Scope scope) {
        String name = scope.large() ? "fashion-large" : "fashion";
        NetworkOptions network = scope.large() ? LARGE : NetworkOptions.unet();
        String variant = name + "-n" + size;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        return plan(
                variant, FashionRuns.options(variant + "-s" + seed, size, network, seed, epochs, scope), name, epochs);
    }

    private RunPlan plan(String variant, TrainingOptions.Builder options, String group, int epochs) {
        return new RunPlan(variant, options.group(name() + "-" + group).build(), Plans.stations(List.of(), epochs));
    }

    @Override
    public Report report(List<RunResult> results) {
        return new StorageReport(paper).of(results);
    }
}
