package io.sallyport.cli;

import io.sallyport.upstream.AddressRanges;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges single values, and collects what is wrong with them. What it returns counts only if nothing is. */
final class SettingChecks {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern NAME_SERVER = Pattern.compile(
            "(?<v4>" + BYTE + "(\\." + BYTE + "){3}|\\[(?<v6>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]):(?<port>\\d{1,5})");

    private final List<String> faults = new ArrayList<>();

    /** @throws InvalidSettingsException with all faults, if there are any */
    void end() {
        if (!faults.isEmpty()) {
            throw new InvalidSettingsException(faults);
        }
    }

    void fault(String key, String sentence) {
        faults.add("sallyport." + key + " " + sentence);
    }

    int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            fault(key, "must be %d to %d, was %d".formatted(least, most, value));
        }
        return value;
    }

    Duration within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            fault(key, "must be %s to %s, was %s".formatted(text(least), text(most), text(value)));
        }
        return value;
    }

    String oneOf(String key, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            fault(key, "must be one of %s, was %s".formatted(String.join(", ", allowed), value));
        }
        return value;
    }

    AddressRanges ranges(String key, Optional<List<String>> cidrs) {
        try {
            return AddressRanges.of(cidrs.orElse(List.of()));
        } catch (IllegalArgumentException e) {
            fault(key, "must be CIDR ranges: " + e.getMessage());
            return AddressRanges.NONE;
        }
    }

    List<InetSocketAddress> nameServers(String key, Optional<List<String>> servers) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (String server : servers.orElse(List.of())) {
            InetSocketAddress address = nameServer(server);
            if (address == null) {
                fault(key, "must be addresses with a port such as 10.0.0.10:53 or [fd00::a]:53, was " + server);
            } else {
                all.add(address);
            }
        }
        return all;
    }

    /** Only literals match, so nothing is resolved here. */
    private static @Nullable InetSocketAddress nameServer(String text) {
        Matcher matcher = NAME_SERVER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int port = Integer.parseInt(matcher.group("port"));
        String v6 = matcher.group("v6");
        try {
            return port < 1 || port > 65_535
                    ? null
                    : new InetSocketAddress(InetAddress.getByName(v6 == null ? matcher.group("v4") : v6), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** As it is written in settings: {@code 90s} rather than {@code PT1M30S}. */
    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
