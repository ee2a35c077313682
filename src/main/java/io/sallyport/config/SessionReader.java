package io.sallyport.config;

import io.sallyport.config.SessionPersistenceSpec.CookieConfig;
import io.sallyport.config.SessionPersistenceSpec.LifetimeType;
import io.sallyport.config.SessionPersistenceSpec.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code sessionPersistence} of a rule, and {@code sessions} of the document. */
final class SessionReader {

    private static final IntRange KEY_FILES = new IntRange(1, 4);
    private static final Keys SESSIONS = Keys.of("keyFiles");
    private static final Keys PERSISTENCE =
            Keys.of("sessionName", "type", "absoluteTimeout", "idleTimeout", "cookieConfig");
    private static final Keys COOKIE_CONFIG = Keys.of("lifetimeType");
    private static final Choices<Type> TYPES = Choices.of("Cookie", Type.COOKIE, "Header", Type.HEADER);
    private static final Choices<LifetimeType> LIFETIMES =
            Choices.of("Session", LifetimeType.SESSION, "Permanent", LifetimeType.PERMANENT);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Findings findings;

    SessionReader(Findings findings) {
        this.findings = findings;
    }

    SessionsSpec sessions(FieldPath at) {
        ObjectReader in = new ObjectReader(at, SESSIONS, findings);
        if (at.node() instanceof YamlNode.Mapping && !in.has("keyFiles")) {
            findings.refuse(in.at("keyFiles"), "nothing", "a list of 1 to 4 items");
        }
        return new SessionsSpec(in.texts("keyFiles", KEY_FILES, TextRules.FILE));
    }

    SessionPersistenceSpec persistence(FieldPath at) {
        ObjectReader in = new ObjectReader(at, PERSISTENCE, findings);
        Type type = in.choice("type", TYPES, Type.COOKIE);
        boolean header = type == Type.HEADER;
        if (header && in.has("cookieConfig")) {
            findings.refuse(in.at("cookieConfig"), "cookieConfig", "none, as the type is Header");
        }
        SessionPersistenceSpec spec = new SessionPersistenceSpec(
                in.text("sessionName", header ? HeaderNames.OF_A_SESSION : TextRules.SESSION_COOKIE),
                type,
                timeout(in, "absoluteTimeout"),
                timeout(in, "idleTimeout"),
                in.object("cookieConfig", this::cookieConfig));
        if (spec.permanent() && !in.has("absoluteTimeout")) {
            findings.refuse(in.at("absoluteTimeout"), "nothing", "a duration, as lifetimeType is Permanent");
        }
        return spec;
    }

    private CookieConfig cookieConfig(FieldPath at) {
        ObjectReader in = new ObjectReader(at, COOKIE_CONFIG, findings);
        return new CookieConfig(in.choice("lifetimeType", LIFETIMES, LifetimeType.SESSION));
    }

    /** Browsers count in whole seconds. */
    private @Nullable Duration timeout(ObjectReader in, String key) {
        if (!in.has(key)) {
            return null;
        }
        Duration timeout = in.duration(key, SHORTEST);
        if (timeout.compareTo(SHORTEST) < 0) {
            findings.refuse(in.at(key), Durations.text(timeout), "at least 1s");
        }
        return timeout;
    }
}
