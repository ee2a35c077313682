package io.sallyport.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The copies of one exchange's request that are under way. */
record Copies(List<Mirroring> all) {

    static final Copies NONE = new Copies(List.of());

    Copies {
        all = List.copyOf(all);
    }

    void chunk(Buffer chunk) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).copy(chunk);
        }
    }

    void bodyEnded() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).bodyEnded();
        }
    }

    void exchangeEnded() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).exchangeEnded();
        }
    }
}
