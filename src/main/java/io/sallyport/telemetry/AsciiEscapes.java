package io.sallyport.telemetry;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import org.jspecify.annotations.Nullable;

/** The standard escapes of JSON, and DEL, which Jackson leaves as it is even if only ASCII may be written. */
final class AsciiEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;
    private static final int DEL = 0x7f;

    private final int[] codes = standardAsciiEscapesForJSON();

    AsciiEscapes() {
        codes[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return null;
    }
}
