package io.sallyport.source;

import java.time.Instant;

/** Is told how reloads went; called by the reloader's thread, and must return soon. */
public interface ReloadListener {

    /**
     * A document came into force, or the one in force is no longer overshadowed by a refused one.
     *
     * @param lastGood it is the kept one, and the source shows another or none
     */
    void taken(String revision, Instant at, boolean lastGood);

    /** A document was refused, or is now refused for other reasons. Equal refusals are told once. */
    void refused(Refused refused);

    /** Whether the source shows a document, in force or not; told when it changes. */
    void shown(boolean document);
}
