package io.sallyport.routing;

/**
 * A 64-bit hash that is the same on every JVM, replica and release: FNV-1a over UTF-16 code units, then the finaliser
 * of MurmurHash3. It is no secret and not meant to withstand a client who picks its own side.
 */
final class StableHash {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private StableHash() {}

    static long of(CharSequence text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** One hash of two, each from {@link #of}. */
    static long combine(long first, long second) {
        return mix(first ^ second);
    }

    /** A number in the open interval (0, 1): 52 bits and a half, so that neither end is ever reached by rounding. */
    static double toUnit(long hash) {
        return ((hash >>> 12) + 0.5) * 0x1.0p-52;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
