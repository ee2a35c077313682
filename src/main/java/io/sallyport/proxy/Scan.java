package io.sallyport.proxy;

/** Where the reading of a part of a message stands after a byte. */
enum Scan {
    /** The part goes on. */
    MORE,
    /** The byte was the part's last one. */
    DONE,
    /** The byte must not stand here. */
    BAD
}
