package io.sallyport.source;

import io.sallyport.config.Violation;
import java.util.List;
import org.jboss.logging.Logger;

/** Says in the log how reloads went: violations as {@code file:line:column: field: message}, the first few of them. */
final class ReloadLog {

    private static final Logger LOG = Logger.getLogger(Reloader.class);
    private static final int SHOWN = 10;

    private final String name;

    ReloadLog(String name) {
        this.name = name;
    }

    void taken(InForce document) {
        LOG.infof("%s: revision %s is in force", name, document.revision());
        warnings(document.warnings());
    }

    void confirmed(String revision) {
        LOG.infof("%s: shows revision %s again, which is in force", name, revision);
    }

    void refused(Refused refused, String consequence) {
        LOG.warnf("%s: revision %s is refused; %s", name, refused.revision(), consequence);
        violations(refused.violations());
    }

    void missing(String why, String consequence) {
        LOG.warnf("%s: no document: %s; %s", name, why, consequence);
    }

    void onLastGood(InForce document, String file) {
        LOG.warnf(
                "%s: NOT what runs: the last good document (revision %s, from %s) is in force instead",
                name, document.revision(), file);
    }

    void warnings(List<Violation> warnings) {
        violations(warnings);
    }

    private void violations(List<Violation> violations) {
        violations.stream().limit(SHOWN).forEach(v -> LOG.warn(line(v)));
        if (violations.size() > SHOWN) {
            LOG.warnf("%s: and %d more", name, violations.size() - SHOWN);
        }
    }

    private String line(Violation v) {
        return "%s:%d:%d: %s: found %s, allowed: %s"
                .formatted(name, v.line(), v.column(), v.field(), v.found(), v.allowed());
    }
}
