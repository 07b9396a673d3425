package io.neuralentropy.monitor.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends each response as a whole, once its request has been handled. A servlet writes in its thread and waits for a client that
 * does not read; as many such clients as there are threads would leave none for others. So what it writes is collected here, its
 * thread is free again, and the client gets it as it reads, within the bounds of {@link PendingResponses}.
 */
final class WholeResponses extends Handler.Wrapper {
    private final PendingResponses pending;

    WholeResponses(PendingResponses pending) {
        this.pending = pending;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Whole whole = new Whole(request, response, callback);
        return super.handle(request, whole, whole);
    }

    private final class Whole extends Response.Wrapper implements Callback {
        private final Callback handled;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
        private boolean isComplete;

        Whole(Request request, Response response, Callback handled) {
            super(request, response);
            this.handled = handled;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback written) {
            if (content != null && content.hasRemaining()) {
                byte[] bytes = new byte[content.remaining()];
                content.get(bytes);
                body.writeBytes(bytes);
            }
            isComplete |= last;
            written.succeeded();
        }

        @Override
        public boolean hasLastWrite() {
            return isComplete;
        }

        @Override
        public void succeeded() {
            Response response = Objects.requireNonNull(getWrapped());
            if (isComplete) {
                PendingResponses.Pending entry = pending.begin(getRequest(), body.size());
                response.write(true, ByteBuffer.wrap(body.toByteArray()), Callback.from(entry::end, handled));
            } else {
                handled.succeeded();
            }
        }

        @Override
        public void failed(Throwable cause) {
            handled.failed(cause);
        }
    }
}
