package io.sallyport.source;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells how reloads went by Kubernetes Events on the ConfigMap. An Event is named by ConfigMap, revision and result, so
 * that many replicas leave one; where it is there already, its message and its time are brought up to date.
 */
final class DocumentEvents implements ReloadListener {

    private static final Logger LOG = Logger.getLogger(DocumentEvents.class);
    private static final String COMPONENT = "sallyport";
    /** A name has at most 253 characters; revision and result take some. */
    private static final int MOST_OF_NAME = 220;

    private final ConfigMapKey source;
    private final ApiServer api;
    private final Supplier<@Nullable String> uid;
    private final Time time;

    // Of the reloader's thread only.
    private @Nullable String inForce;

    /** @param uid of the ConfigMap; without one {@code kubectl describe} does not show the Event */
    DocumentEvents(ConfigMapKey source, ApiServer api, Supplier<@Nullable String> uid, Time time) {
        this.source = source;
        this.api = api;
        this.uid = uid;
        this.time = time;
    }

    @Override
    public void taken(Taken taken) {
        String revision = taken.revision();
        inForce = revision;
        if (taken.lastGood()) {
            tell(
                    new Result("last-good", "OnLastGood", "Warning"),
                    revision,
                    "Revision " + revision + ", kept as the last good one, is in force: " + source.key()
                            + " is refused, missing or out of reach.");
        } else {
            tell(new Result("taken", "Taken", "Normal"), revision, inForce(taken));
        }
    }

    /** It stays a normal Event: what deserves a look may be meant so. */
    private static String inForce(Taken taken) {
        String sentence = "Revision " + taken.revision() + " is in force";
        int warnings = taken.warnings().size();
        return warnings == 0
                ? sentence + "."
                : EventText.of(
                        sentence + ", with " + warnings + (warnings == 1 ? " warning" : " warnings"), taken.warnings());
    }

    @Override
    public void refused(Refused refused) {
        String stays = inForce == null ? "nothing is in force" : "revision " + inForce + " stays in force";
        tell(
                new Result("refused", "Refused", "Warning"),
                refused.revision(),
                EventText.of("Revision " + refused.revision() + " is refused, " + stays, refused.violations()));
    }

    @Override
    public void shown(boolean document) {}

    private record Result(String suffix, String reason, String type) {}

    private void tell(Result result, String revision, String message) {
        String now = time.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String stem = source.name().substring(0, Math.min(source.name().length(), MOST_OF_NAME));
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(source.namespace())
                .withName(stem + "." + revision + "." + result.suffix())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withNamespace(source.namespace())
                .withName(source.name())
                .withUid(uid.get())
                .endInvolvedObject()
                .withType(result.type())
                .withReason(result.reason())
                .withMessage(message)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
        api.submit(() -> write(event));
    }

    private void write(Event event) {
        try {
            api.call(client -> client.v1().events().resource(event).create());
        } catch (ApiFault e) {
            if (e.conflict()) {
                renew(event);
            } else {
                failed(event, e);
            }
        }
    }

    /** Another replica has written it, or the document was shown before. By its name alone the client would read it. */
    private void renew(Event event) {
        String patch = new JsonObject()
                .put("message", event.getMessage())
                .put("lastTimestamp", event.getLastTimestamp())
                .encode();
        try {
            api.call(
                    client -> client.v1().events().resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
        } catch (ApiFault e) {
            failed(event, e);
        }
    }

    private static void failed(Event event, ApiFault why) {
        LOG.warnf("the Event %s cannot be written: %s", event.getMetadata().getName(), why.sentence());
    }
}
