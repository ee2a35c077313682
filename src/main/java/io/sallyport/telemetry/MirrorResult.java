package io.sallyport.telemetry;

/** What became of a mirrored request. */
public enum MirrorResult {
    ANSWERED("answered"),
    /** The backend could not be reached, or failed. */
    FAILED("failed"),
    /** It was too slow, or there were too many of them. */
    DROPPED("dropped");

    private final String label;

    MirrorResult(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
