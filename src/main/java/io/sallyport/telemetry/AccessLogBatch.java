package io.sallyport.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Access log lines that wait to be written together. The lines are ASCII: all else is escaped, DEL too. For one thread. */
final class AccessLogBatch {

    private static final int FULL_BYTES = 32 * 1_024;
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new AsciiEscapes())
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * FULL_BYTES);
    private int lines;

    int lines() {
        return lines;
    }

    boolean full() {
        return bytes.size() >= FULL_BYTES;
    }

    void add(AccessLogEntry entry) throws IOException {
        lines++;
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeRequest(json, entry);
            writeAnswer(json, entry);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    void writeTo(OutputStream sink) throws IOException {
        bytes.writeTo(sink);
    }

    void clear() {
        bytes.reset();
        lines = 0;
    }

    private static void writeRequest(JsonGenerator json, AccessLogEntry entry) throws IOException {
        json.writeStringField("time", MILLIS.format(entry.time()));
        json.writeStringField("request_id", entry.requestId());
        json.writeStringField("client", entry.client());
        json.writeStringField("listener", entry.listener());
        json.writeStringField("route", entry.route());
        json.writeStringField("rule", entry.rule());
        json.writeStringField("backend", entry.backend());
        json.writeStringField("endpoint", entry.endpoint());
        json.writeStringField("method", entry.method());
        json.writeStringField("path", entry.path());
    }

    private static void writeAnswer(JsonGenerator json, AccessLogEntry entry) throws IOException {
        json.writeNumberField("code", entry.code());
        json.writeStringField("reason", entry.reason().label());
        json.writeNumberField("bytes_in", entry.bytesIn());
        json.writeNumberField("bytes_out", entry.bytesOut());
        writeMillis(json, "duration_ms", entry.durationNanos());
        writeMillis(json, "upstream_ms", entry.upstreamNanos());
        json.writeNumberField("attempts", entry.attempts());
        json.writeStringField("principal", entry.principal());
    }

    /** With three decimals, always; rounded down. */
    private static void writeMillis(JsonGenerator json, String name, long nanos) throws IOException {
        long micros = nanos / 1_000;
        String decimals = Long.toString(1_000 + micros % 1_000).substring(1);
        json.writeFieldName(name);
        json.writeNumber(micros / 1_000 + "." + decimals);
    }
}
