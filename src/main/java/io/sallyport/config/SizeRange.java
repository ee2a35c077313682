package io.sallyport.config;

/** Which numbers of bytes are allowed, both ends included. */
record SizeRange(long least, long most) {

    boolean contains(long bytes) {
        return bytes >= least && bytes <= most;
    }

    String allowed() {
        return "a size from " + Sizes.text(least) + " to " + Sizes.text(most) + ", like 64Ki";
    }
}
