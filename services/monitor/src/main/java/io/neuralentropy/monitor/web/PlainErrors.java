package io.neuralentropy.monitor.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that never reach a route, such as malformed requests, in the same form as all others. */
final class PlainErrors extends ErrorHandler {
    private static final HttpField TYPE = new HttpField(HttpHeader.CONTENT_TYPE, Replies.JSON);

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders().put(TYPE);
        response.write(true, ByteBuffer.wrap(body(code)), callback);
    }

    /** The standard words of the status alone: what a client sent is not repeated. */
    private static byte[] body(int status) {
        return Replies.errorBody(HttpStatus.getMessage(status));
    }
}
