package io.sallyport.source;

/** Is told how reloads went; called by the reloader's thread, and must return soon. */
public interface ReloadListener {

    /** A document came into force, or the one in force is no longer overshadowed by a refused one. */
    void taken(Taken taken);

    /** A document was refused, or is now refused for other reasons. Equal refusals are told once. */
    void refused(Refused refused);

    /** Whether the source shows a document, in force or not; told when it changes. */
    void shown(boolean document);
}
