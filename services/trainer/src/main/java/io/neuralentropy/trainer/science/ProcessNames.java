package io.neuralentropy.trainer.science;

/** The processes by their names in options and events. */
final class ProcessNames {
    private static final String ALL =
            "vp, vpx, sl, cosine, rectified-flow, edm, ddpm-linear, ddpm-scaled-linear or ddpm-cosine";

    private ProcessNames() {}

    static DiffusionProcess named(String name, Double kappa, EdmLaw law) {
        if (!"edm".equals(name) && !law.equals(EdmLaw.UNSET)) {
            throw new IllegalArgumentException(
                    "p-mean, p-std and sigma-data are numbers of process edm: leave them out for " + name);
        }
        double unit = kappa == null ? 1 : kappa;
        double paper = kappa == null ? RelaxingProcess.PAPER_KAPPA : kappa;
        switch (name) {
            case "vp":
                if (unit != 1) {
                    throw new IllegalArgumentException("process vp has kappa 1, not " + kappa + ": use vpx");
                }
                return DiffusionProcess.vp();
            case "vpx":
                return DiffusionProcess.vpx(paper);
            case "sl":
                return DiffusionProcess.straightLine(paper);
            case "cosine":
                return new CosineProcess(unit);
            case "rectified-flow":
                return new RectifiedFlow(unit);
            case "edm":
                return new EdmProcess(kappa, law);
            case "ddpm-linear":
                return DdpmProcess.linear(unit);
            case "ddpm-scaled-linear":
                return DdpmProcess.scaledLinear(unit);
            case "ddpm-cosine":
                return DdpmProcess.cosine(unit);
            default:
                throw new IllegalArgumentException("unknown process '" + name + "': use " + ALL);
        }
    }
}
