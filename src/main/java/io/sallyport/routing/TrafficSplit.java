package io.sallyport.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Divides a rule's requests among its backends by weight.
 *
 * <p>With a key the choice is a weighted rendezvous hash (Schindelhauer and Schomaker, 2005) over key and backend name:
 * each share scores {@code -weight / ln(u)}, u from the hash, and the highest wins. A change of one weight changes one
 * score only, so raising it moves keys only towards that backend. It depends on names and weights alone, not
 * on the replica, the JVM or the release; of equal scores, one in 2^52, the first in the document wins. Immutable.
 */
public final class TrafficSplit<B> {

    /** As written, those of weight 0 among them. */
    private final List<Share<B>> shares;

    /** Those with a weight. */
    private final List<Target<B>> targets;

    private final long totalWeight;

    private TrafficSplit(List<Share<B>> shares, List<Target<B>> targets) {
        this.shares = List.copyOf(shares);
        this.targets = List.copyOf(targets);
        this.totalWeight = targets.stream().mapToLong(Target::weight).sum();
    }

    /**
     * A split over shares.
     *
     * @throws IllegalArgumentException if two shares have one name
     */
    public static <B> TrafficSplit<B> of(List<Share<B>> shares) {
        Set<String> names = new HashSet<>();
        List<Target<B>> targets = new ArrayList<>();
        for (Share<B> share : shares) {
            if (!names.add(share.name())) {
                throw new IllegalArgumentException("two shares are named " + share.name());
            }
            if (share.weight() > 0) {
                targets.add(target(share));
            }
        }
        return new TrafficSplit<>(shares, targets);
    }

    /** The shares in the order of the document. */
    public List<Share<B>> shares() {
        return shares;
    }

    /** The sum of all weights. */
    public long totalWeight() {
        return totalWeight;
    }

    /** The key's part of every score. */
    public static long hash(CharSequence key) {
        return StableHash.of(key);
    }

    /** The score of a share for a key: {@link #choose} takes the highest. 0 for a share without weight. */
    public static double score(Share<?> share, CharSequence key) {
        return share.weight() == 0 ? 0 : target(share).score(StableHash.of(key));
    }

    private static <B> Target<B> target(Share<B> share) {
        return new Target<>(StableHash.of(share.name()), share.weight(), share.backend());
    }

    /**
     * The backend for a request, or null if no share has a weight.
     *
     * @param key equal keys get equal backends; null or empty: a random draw
     */
    public @Nullable B choose(@Nullable CharSequence key, RandomGenerator random) {
        if (targets.size() <= 1) {
            return targets.isEmpty() ? null : targets.get(0).backend();
        }
        return key == null || key.isEmpty() ? draw(random) : highest(StableHash.of(key));
    }

    private B highest(long keyHash) {
        Target<B> best = targets.get(0);
        double bestScore = best.score(keyHash);
        for (int i = 1; i < targets.size(); i++) {
            double score = targets.get(i).score(keyHash);
            if (score > bestScore) {
                best = targets.get(i);
                bestScore = score;
            }
        }
        return best.backend();
    }

    private B draw(RandomGenerator random) {
        long rest = random.nextLong(totalWeight);
        int at = 0;
        while (rest >= targets.get(at).weight()) {
            rest -= targets.get(at).weight();
            at++;
        }
        return targets.get(at).backend();
    }

    /**
     * A backend's part of the requests.
     *
     * @param name what the backend is called in the document
     * @param weight its part of the sum of all weights; 0: none
     */
    public record Share<B>(String name, int weight, B backend) {

        public Share {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight is 0 or more, was " + weight);
            }
        }
    }

    private record Target<B>(long nameHash, int weight, B backend) {

        /** StrictMath, because Math.log may differ in its last bit from one JVM to the next. */
        double score(long keyHash) {
            return -weight / StrictMath.log(StableHash.toUnit(StableHash.combine(keyHash, nameHash)));
        }
    }
}
