package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetException;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runs of the demo: two or three on the paper's mixture, which differ in their process alone, and one on images. */
final class DemoRuns {
    private static final String GROUP = "demo";
    private static final int DIMENSION = 9;

    private final long steps;
    private final Path imageDirectory;

    /**
     * @param steps of each run
     * @param imageDirectory of Fashion-MNIST; null: the usual places
     */
    DemoRuns(long steps, Path imageDirectory) {
        this.steps = steps;
        this.imageDirectory = imageDirectory;
    }

    /** All of them; where the images are missing, says how to get them and trains a third process instead. */
    List<TrainingOptions> options(Console console) {
        List<TrainingOptions> runs = new ArrayList<>();
        runs.add(mixture("vp"));
        runs.add(mixture("vpx"));
        DataSetRequest images = DataSetRequest.of("fashion-mnist").withDirectory(imageDirectory);
        try {
            DataSets.open(images);
            runs.add(of("fashion-mnist", "vp", images));
        } catch (DataSetException missing) {
            if (imageDirectory != null) {
                throw missing;
            }
            console.note("a third process is trained instead of images: " + missing.getMessage());
            runs.add(mixture("sl"));
        }
        return runs;
    }

    private TrainingOptions mixture(String process) {
        DataSetRequest data = DataSetRequest.of("gaussian-mixture").withDimension(DIMENSION);
        return of(process + "-d" + DIMENSION, process, data);
    }

    private TrainingOptions of(String run, String process, DataSetRequest data) {
        return TrainingOptions.of(run, data)
                .group(GROUP)
                .process(process)
                .steps(steps)
                .build();
    }
}
