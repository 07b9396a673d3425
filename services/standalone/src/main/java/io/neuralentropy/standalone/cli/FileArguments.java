package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.data.ChannelOrder;
import io.neuralentropy.trainer.data.DataSetException;
import io.neuralentropy.trainer.data.FileLayout;
import io.neuralentropy.trainer.data.ImageShape;
import io.neuralentropy.trainer.data.Presence;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a file of data does not say itself, or says otherwise. */
final class FileArguments {
    @Option(
            names = "--image",
            paramLabel = "CxHxW",
            converter = Shape.class,
            description =
                    "A data point as an image: channels x height x width, such as 3x32x32 (default: as the axes of"
                            + " the file say).")
    private ImageShape image;

    @Option(
            names = "--image-layout",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = OrderName.class,
            description = "Order of an image's axes in its file: channels-first, channels-last or auto, told by their"
                    + " sizes (default: ${DEFAULT-VALUE}).")
    private ChannelOrder order;

    @Option(
            names = "--csv-header",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = PresenceName.class,
            description = "Whether the first line of a CSV file is a header: yes, no or auto, told by the first lines"
                    + " (default: ${DEFAULT-VALUE}).")
    private Presence header;

    @Option(
            names = "--csv-index",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = PresenceName.class,
            description = "Whether the first column of a CSV file is an index, not data: yes, no or auto, told by the"
                    + " header (default: ${DEFAULT-VALUE}).")
    private Presence index;

    FileLayout layout() {
        return new FileLayout(image, order, header, index);
    }

    /** Reads the shape of an image. */
    private static final class Shape implements ITypeConverter<ImageShape> {
        @Override
        public ImageShape convert(String text) {
            try {
                return FileLayout.image(text);
            } catch (DataSetException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /** Reads {@code auto}, {@code channels-first} and {@code channels-last}. */
    private static final class OrderName extends EnumName<ChannelOrder> {
        private OrderName() {
            super(ChannelOrder.class);
        }
    }

    /** Reads {@code auto}, {@code yes} and {@code no}. */
    private static final class PresenceName extends EnumName<Presence> {
        private PresenceName() {
            super(Presence.class);
        }
    }
}
