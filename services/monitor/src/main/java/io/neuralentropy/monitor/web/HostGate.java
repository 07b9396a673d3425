package io.neuralentropy.monitor.web;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides by the Host header whether a request is meant for this server.
 *
 * <p>Guards against DNS rebinding: a hostile page lets its own name point to this machine and then reads the API as if
 * it were its own. Such a request always carries that name, so names must be known. IP addresses cannot be rebound and
 * pass. Immutable.
 */
final class HostGate {
    /** Host, in brackets or without colon, then perhaps a port. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-f:.]+]|[^\\[\\]:]+)(?::\\d{1,5})?");

    private static final Pattern IP_V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    private final Set<String> names = new HashSet<>();
    private final boolean any;

    HostGate(WebSettings settings) {
        names.add("localhost");
        names.add(normal(settings.host()));
        settings.allowedHosts().forEach(name -> names.add(normal(name)));
        any = settings.allowedHosts().contains(WebSettings.ANY_HOST);
    }

    /** Whether to answer a request with this Host header; null where there was none. */
    boolean admits(String header) {
        if (any) {
            return true;
        }
        if (header == null) {
            return false;
        }
        var match = HOST_AND_PORT.matcher(header.toLowerCase(Locale.ROOT));
        return match.matches() && admitsHost(match.group(1));
    }

    private boolean admitsHost(String host) {
        return host.startsWith("[") || IP_V4.matcher(host).matches() || names.contains(normal(host));
    }

    /** Names are the same in any case, and with the dot that marks the root. */
    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
