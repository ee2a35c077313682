package io.sallyport.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a document at two places. The second is asked when the first has nothing to give. */
record LastGoodCopies(LastGood first, LastGood second) implements LastGood {

    @Override
    public String name() {
        return first.name() + " or " + second.name();
    }

    @Override
    public void load() {
        first.load();
        second.load();
    }

    @Override
    public @Nullable Content recall() {
        Content content = first.recall();
        return content == null ? second.recall() : content;
    }

    @Override
    public void keep(Content taken, Instant at) {
        first.keep(taken, at);
        second.keep(taken, at);
    }

    @Override
    public @Nullable LastGoodInfo info() {
        return Stream.of(first, second)
                .map(LastGood::info)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(LastGoodInfo::at))
                .orElse(null);
    }
}
