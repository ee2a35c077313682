package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.upstream.AddressRanges;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedChainTest {

    private static final AddressRanges TRUSTED = AddressRanges.of(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9, 10.1.1.1 | 203.0.113.9, 10.1.1.1",
                "10.9.9.9, 10.1.1.1 | 10.9.9.9, 10.1.1.1",
                "6.6.6.6, fd00::1 | 6.6.6.6, fd00::1",
                "6.6.6.6, unknown, 10.1.1.1 | unknown, 10.1.1.1",
                "6.6.6.6, , 203.0.113.9, | 203.0.113.9",
                ", | ''"
            })
    void believesUpToTheFirstAddressFromTheRightThatIsNoTrustedProxy(String written, String believed) {
        assertThat(ForwardedChain.believed(List.of(written), TRUSTED)).isEqualTo(believed);
        List<String> fields = Arrays.asList(written.split(",", -1));
        assertThat(ForwardedChain.believed(fields, TRUSTED)).isEqualTo(believed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "https | https",
                "http, https | https",
                "for=1.1.1.1, for=\"[fd00::1]:99\";host=\"a,b\" | for=\"[fd00::1]:99\";host=\"a,b\"",
                "a, b=\"x\\\", y\" | b=\"x\\\", y\""
            })
    void takesTheLastValueWhateverQuotesHold(String written, String last) {
        assertThat(ForwardedChain.last(List.of(written))).isEqualTo(last);
    }
}
