package io.neuralentropy.standalone.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A page in Markdown that shows reports: that of an experiment stands between {@code <!-- NAME -->} and {@code <!-- /NAME -->},
 * its picture in {@code images/NAME.png} beside the page.
 */
public final class Page {
    private final Path file;

    public Page(Path file) {
        this.file = file;
    }

    /**
     * Writes the section of an experiment anew.
     *
     * @param picture copied to where the page shows it; null for none
     * @throws ReproduceException when the page has no such section, or it cannot be read or written
     */
    public void write(String name, Report report, Path picture) {
        try {
            String page = Files.readString(file);
            String open = "<!-- " + name + " -->\n";
            String close = "<!-- /" + name + " -->";
            int from = page.indexOf(open);
            int to = page.indexOf(close);
            if (from < 0 || to < from) {
                throw new ReproduceException(file + " has no section " + open.strip() + " … " + close);
            }
            String image = picture == null ? "" : "![" + name + "](images/" + name + ".png)\n\n";
            String section = open + image + report.markdown() + "\n" + close;
            if (picture != null) {
                Path images = file.toAbsolutePath().resolveSibling("images");
                Files.createDirectories(images);
                Files.copy(picture, images.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(file, page.substring(0, from) + section + page.substring(to + close.length()));
        } catch (IOException problem) {
            throw new ReproduceException("cannot write " + file + " (" + problem.getMessage() + ")", problem);
        }
    }
}
