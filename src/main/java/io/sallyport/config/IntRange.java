package io.sallyport.config;

/** Which whole numbers are allowed, both ends included. */
record IntRange(int least, int most) {

    boolean contains(long number) {
        return number >= least && number <= most;
    }

    String allowed() {
        return "a whole number from " + least + " to " + most;
    }
}
