package io.sallyport.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.reader.StreamReader;

/** Makes text of a document's bytes: bounded, UTF-8, and only characters that YAML allows (YAML 1.2, section 5.1). */
final class DocumentText {

    private DocumentText() {}

    static String decode(byte[] document, int maxBytes) throws UnreadableDocumentException {
        if (document.length > maxBytes) {
            throw new UnreadableDocumentException(1, 1, document.length + " bytes", "at most " + maxBytes + " bytes");
        }
        if (isPlainAscii(document)) {
            return new String(document, StandardCharsets.US_ASCII);
        }
        ByteBuffer in = ByteBuffer.wrap(document);
        CharBuffer out = CharBuffer.allocate(document.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw at(text, text.length(), "bytes that are not UTF-8 at offset " + in.position(), "UTF-8 text");
        }
        refuseControlCharacters(text);
        return text;
    }

    /** As nearly every document is: then there is nothing to decode and nothing to refuse. */
    private static boolean isPlainAscii(byte[] document) {
        for (byte b : document) {
            if ((b < ' ' && b != '\n') || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static void refuseControlCharacters(String text) throws UnreadableDocumentException {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean ascii = c >= ' ' && c < 0x7F;
            if (!ascii && !StreamReader.isPrintable(c)) {
                String found = String.format("the control character U+%04X", c);
                throw at(text, i, found, "text; in double quotes such a character can be written as an escape");
            }
            i += Character.charCount(c);
        }
    }

    private static UnreadableDocumentException at(String text, int end, String found, String allowed) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = text.codePointCount(lineStart, end) + 1;
        return new UnreadableDocumentException(line, column, found, allowed);
    }
}
