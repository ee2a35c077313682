package io.sallyport.source;

import java.time.Instant;

/** Is told how reloads went; called by the reloader's thread. */
public interface ReloadListener {

    /** A document came into force, or the one in force is no longer overshadowed by a refused one. */
    void taken(String revision, Instant at);

    /** A document was refused, or is now refused for other reasons. Equal refusals are told once. */
    void refused(String revision);

    /** Whether the document in force is the kept one; told when it changes. */
    void onLastGood(boolean lastGood);
}
