package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotTableTest {

    private final SlotTable<Integer> table = new SlotTable<>();

    @Test
    void findsEachOfManyValuesAndNoOther() {
        for (int i = 0; i < 1_000; i++) {
            table.add("backend" + i % 7, i, i);
        }

        for (int i = 0; i < 1_000; i++) {
            assertThat(table.find("backend" + i % 7, i)).isEqualTo(i);
            assertThat(table.find("backend" + (i + 1) % 7, i)).isNull();
        }
    }

    @Test
    void tellsBackendsWithEqualHashesApart() {
        table.add("Aa", 1, 1);
        table.add("BB", 1, 2);

        assertThat(table.find("Aa", 1)).isEqualTo(1);
        assertThat(table.find("BB", 1)).isEqualTo(2);
    }

    @Test
    void forgetsOnlyWhatIsRemoved() {
        for (int i = 0; i < 100; i++) {
            table.add("backend", i, i);
        }

        table.removeIf(value -> value % 2 == 0);

        for (int i = 0; i < 100; i++) {
            assertThat(table.find("backend", i)).isEqualTo(i % 2 == 0 ? null : (Integer) i);
        }
    }
}
