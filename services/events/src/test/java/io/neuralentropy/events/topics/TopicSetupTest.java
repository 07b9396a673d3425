package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private static TopicSetupException failure(String servers, Duration timeout) {
        TopicSetupException e = assertThrows(
                TopicSetupException.class,
                () -> TopicSetup.ensure(Map.of("bootstrap.servers", servers), TopicSettings.defaults(), timeout));
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        assertTrue(e.getMessage().contains(servers), e.getMessage());
        return e;
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedInOneLine() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String message = failure("127.0.0.1:" + mute.getLocalPort(), Duration.ofMillis(300))
                    .getMessage();
            assertTrue(message.contains("did not answer within 300 ms"), message);
        }
    }

    @Test
    void anAddressThatIsNoneIsNamedInOneLine() {
        failure("no-port-here", Duration.ofSeconds(1));
    }
}
