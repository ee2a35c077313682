package io.sallyport.telemetry;

import java.util.function.Consumer;

/**
 * Stands before the gateway's own class on the class path when src/load/bench measures what telemetry costs: nothing is
 * counted. The gateway itself has no such switch.
 */
public final class RuleMeters {

    private final RuleName name;

    RuleMeters(RuleName name, RuleFamilies families, Consumer<RuleMeters> gone) {
        this.name = name;
    }

    RuleName name() {
        return name;
    }

    public void begin() {}

    public void end(String backend, String method, int code, Reason reason, long durationNanos) {}

    public void attempt(String backend, int code, long durationNanos) {}

    public void retried(String backend) {}

    public void mirrored(String backend, MirrorResult result) {}

    boolean revive() {
        return true;
    }

    void keep() {}

    void retire() {}

    void forgetOverflowed() {}
}
