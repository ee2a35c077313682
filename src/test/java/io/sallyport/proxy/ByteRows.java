package io.sallyport.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Requests byte by byte (ISO 8859-1), and what becomes of them. */
public final class ByteRows {

    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String GET = "GET /r HTTP/1.1\r\n" + HOST;
    private static final String POST = "POST /r HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String END = "\r\n\r\n";

    private ByteRows() {}

    /**
     * One request.
     *
     * @param status 200, 400 or 405
     * @param byBytes whether it is refused for what only its bytes show
     */
    public record Row(String name, String text, int status, boolean byBytes) {

        public byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        public boolean good() {
            return status == 200;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        requestLines(rows);
        fields(rows);
        lengths(rows);
        codings(rows);
        chunks(rows);
        hosts(rows);
        good(rows);
        return rows;
    }

    public static Stream<Row> stream() {
        return all().stream();
    }

    private static void bad(List<Row> rows, String name, String text) {
        rows.add(new Row(name, text, 400, true));
    }

    private static void odd(List<Row> rows, String name, String text) {
        rows.add(new Row(name, text, 400, false));
    }

    private static void requestLines(List<Row> rows) {
        bad(rows, "two spaces before the target", "GET  /r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "two spaces before the version", "GET /r  HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a tab before the target", "GET\t/r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a tab before the version", "GET /r\tHTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a space before the method", " GET /r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a space after the version", "GET /r HTTP/1.1 \r\n" + HOST + "\r\n");
        bad(rows, "a space in the target", "GET /r /s HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a form feed before the target", "GET\f/r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a vertical tab in the target", "GET /r\u000b HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a NUL before the method", "\0GET /r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a NUL in the target", "GET /r\0 HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a DEL in the target", "GET /r\u007f HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a target that is not ASCII", "GET /\u00e9 HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a fragment", "GET /r#f HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a colon in the method", "G:ET /r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a brace in the method", "GET{ /r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "no target", "GET HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "no version (HTTP/0.9)", "GET /r\r\n" + HOST + "\r\n");
        bad(rows, "a line of nothing but a method", "GET\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/2.0", "GET /r HTTP/2.0\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/0.9", "GET /r HTTP/0.9\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/1.2", "GET /r HTTP/1.2\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/1.10", "GET /r HTTP/1.10\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/01.1", "GET /r HTTP/01.1\r\n" + HOST + "\r\n");
        bad(rows, "HTTP/1", "GET /r HTTP/1\r\n" + HOST + "\r\n");
        bad(rows, "http in lower case", "GET /r http/1.1\r\n" + HOST + "\r\n");
        bad(rows, "another protocol", "GET /r HTCPCP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a bare LF after the request line", "GET /r HTTP/1.1\n" + HOST + "\r\n");
        bad(rows, "a bare CR in the request line", "GET /r\rX HTTP/1.1\r\n" + HOST + "\r\n");
        bad(rows, "a bare CR after the version", "GET /r HTTP/1.1\r" + HOST + "\r\n");
        bad(rows, "a second CR after the version", "GET /r HTTP/1.1\r\r\n" + HOST + "\r\n");
        bad(rows, "two empty lines before it", "\r\n\r\n" + GET + "\r\n");
        bad(rows, "a bare LF before it", "\n" + GET + "\r\n");
        bad(rows, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        bad(rows, "bytes of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
        odd(rows, "a path without a slash", "GET r HTTP/1.1\r\n" + HOST + "\r\n");
        odd(rows, "an asterisk for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n");
        odd(rows, "another scheme", "GET ftp://shop.example.com/r HTTP/1.1\r\n" + HOST + "\r\n");
        odd(rows, "an absolute target without a host", "GET http:///r HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static void fields(List<Row> rows) {
        bad(rows, "a folded line after a space", GET + "X-A: 1\r\n 2\r\n\r\n");
        bad(rows, "a folded line after a tab", GET + "X-A: 1\r\n\t2\r\n\r\n");
        bad(rows, "a folded empty line", GET + "X-A: 1\r\n \r\n\r\n");
        bad(rows, "a folded line before all fields", "GET /r HTTP/1.1\r\n " + HOST + "\r\n");
        bad(rows, "a folded length", POST + "Content-Length:\r\n 3\r\n\r\nabc");
        bad(rows, "a space before the colon", GET + "X-A : 1" + END);
        bad(rows, "a tab before the colon", GET + "X-A\t: 1" + END);
        bad(rows, "a space before the length's colon", POST + "Content-Length : 3" + END + "abc");
        bad(rows, "a space in a name", GET + "X A: 1" + END);
        bad(rows, "an empty name", GET + ": 1" + END);
        bad(rows, "a line without a colon", GET + "X-A" + END);
        bad(rows, "a NUL in a name", GET + "X-\0A: 1" + END);
        bad(rows, "a name that is not ASCII", GET + "X-\u00e9: 1" + END);
        bad(rows, "a parenthesis in a name", GET + "X(A: 1" + END);
        bad(rows, "a slash in a name", GET + "X/A: 1" + END);
        bad(rows, "a NUL in a value", GET + "X-A: 1\0" + END);
        bad(rows, "a NUL deep in a long value", GET + "X-A: " + "v".repeat(61) + "\0" + "v".repeat(61) + END);
        bad(rows, "a DEL in a value", GET + "X-A: 1\u007f2345678" + END);
        bad(rows, "an escape in a value", GET + "X-A: abcdefgh\u001b" + END);
        bad(rows, "a bare CR in a value", GET + "X-A: 1\rX-B: 2" + END);
        bad(rows, "a bare LF in a value", GET + "X-A: 1\nX-B: 2" + END);
        bad(rows, "a bare LF after a field", GET + "X-A: 1\n" + "X-B: 2" + END);
        bad(rows, "bare LFs at the head's end", GET.replace("\r\n", "\n") + "\n");
        bad(rows, "a bare LF at the head's end", GET + "\n");
        bad(rows, "a bare CR at the head's end", GET + "\rX");
        bad(rows, "a second CR at a line's end", GET + "X-A: 1\r\r\n\r\n");
    }

    private static void lengths(List<Row> rows) {
        bad(
                rows,
                "a length and a coding",
                POST + "Content-Length: 5\r\nTransfer-Encoding: chunked" + END + "0\r\n\r\n");
        bad(
                rows,
                "a coding and a length",
                POST + "Transfer-Encoding: chunked\r\nContent-Length: 5" + END + "0\r\n\r\n");
        bad(rows, "the same length twice", POST + "Content-Length: 3\r\nContent-Length: 3" + END + "abc");
        bad(rows, "two lengths", POST + "Content-Length: 3\r\ncontent-length: 4" + END + "abcd");
        bad(rows, "a length of none and one", POST + "Content-Length: 0\r\nContent-Length: 3" + END + "abc");
        bad(rows, "a list of equal lengths", POST + "Content-Length: 3, 3" + END + "abc");
        bad(rows, "a length with a leading zero", POST + "Content-Length: 03" + END + "abc");
        bad(rows, "a length with a plus", POST + "Content-Length: +3" + END + "abc");
        bad(rows, "a negative length", POST + "Content-Length: -3" + END + "abc");
        bad(rows, "a hexadecimal length", POST + "Content-Length: 0x3" + END + "abc");
        bad(rows, "a length with a space within", POST + "Content-Length: 1 0" + END + "0123456789");
        bad(rows, "a length with a comma after it", POST + "Content-Length: 3," + END + "abc");
        bad(rows, "a length that is no number", POST + "Content-Length: three" + END + "abc");
        bad(rows, "an empty length", POST + "Content-Length:" + END + "abc");
        bad(rows, "a length in quotes", POST + "Content-Length: \"3\"" + END + "abc");
        bad(rows, "a length of 19 digits", POST + "Content-Length: 1000000000000000000" + END + "abc");
        bad(rows, "a length beyond 64 bits", POST + "Content-Length: 18446744073709551619" + END + "abc");
        bad(rows, "digits that are not ASCII", POST + "Content-Length: \u00b3" + END + "abc");
    }

    private static void codings(List<Row> rows) {
        for (String coding : List.of(
                "identity",
                "gzip, chunked",
                "chunked, identity",
                "chunked, chunked",
                "xchunked",
                "chunked;q=1",
                "chunkedx",
                "chunk",
                "\"chunked\"",
                "\u000bchunked",
                "chunked\u000b",
                ",chunked",
                "chunked,",
                "gzip",
                "")) {
            bad(rows, "the coding '" + coding + "'", POST + "Transfer-Encoding: " + coding + END + "0\r\n\r\n");
        }
        bad(rows, "two codings", POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + END + "0\r\n\r\n");
        bad(rows, "a coding and a hidden one", POST + "Transfer-Encoding: chunked\r\nTransfer-encoding: x" + END);
        bad(rows, "a folded coding", POST + "Transfer-Encoding:\r\n chunked" + END + "0\r\n\r\n");
        bad(rows, "a space before the coding's colon", POST + "Transfer-Encoding : chunked" + END + "0\r\n\r\n");
        bad(
                rows,
                "chunks of HTTP/1.0",
                "POST /r HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\nTransfer-Encoding: chunked" + END
                        + "0\r\n\r\n");
    }

    private static void chunks(List<Row> rows) {
        bad(rows, "a size with a space within", CHUNKED + "3 5\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a space after a size", CHUNKED + "3 \r\nabc\r\n0\r\n\r\n");
        bad(rows, "a space before a size", CHUNKED + " 3\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size with 0x", CHUNKED + "0x3\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size with a plus", CHUNKED + "+3\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a negative size", CHUNKED + "-3\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size that is no number", CHUNKED + "xyz\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an empty size", CHUNKED + "\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an extension without a size", CHUNKED + ";a=b\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size of 9 digits", CHUNKED + "000000003\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size beyond 31 bits", CHUNKED + "80000000\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a size beyond 64 bits", CHUNKED + "10000000000000003\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a bare LF after a size", CHUNKED + "3\nabc\r\n0\r\n\r\n");
        bad(rows, "a bare CR after a size", CHUNKED + "3\rabc\r\n0\r\n\r\n");
        bad(rows, "a bare LF after the data", CHUNKED + "3\r\nabc\n0\r\n\r\n");
        bad(rows, "data longer than its size", CHUNKED + "3\r\nabcd\r\n0\r\n\r\n");
        bad(rows, "data shorter than its size", CHUNKED + "4\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a bare LF in an extension", CHUNKED + "3;a\nbc\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a bare CR in an extension", CHUNKED + "3;a\rb\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a NUL in an extension", CHUNKED + "3;a\0\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an extension without a name", CHUNKED + "3;\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an extension of two words", CHUNKED + "3;a b\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an extension without its value", CHUNKED + "3;a=\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an open quote in an extension", CHUNKED + "3;a=\"b\r\nabc\r\n0\r\n\r\n");
        bad(rows, "an extension beyond measure", CHUNKED + "3;" + "a".repeat(300) + "\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a space after an extension's value", CHUNKED + "3;a=b ;c\r\nabc\r\n0\r\n\r\n");
        bad(rows, "a space after an extension", CHUNKED + "3;a=b \r\nabc\r\n0\r\n\r\n");
        bad(rows, "a folded trailer", CHUNKED + "0\r\nX-T: 1\r\n 2\r\n\r\n");
        bad(rows, "a trailer without a colon", CHUNKED + "0\r\nX-T\r\n\r\n");
        bad(rows, "a space before a trailer's colon", CHUNKED + "0\r\nX-T : 1\r\n\r\n");
        bad(rows, "a bare LF in a trailer", CHUNKED + "0\r\nX-T: 1\nX-U: 2\r\n\r\n");
        bad(rows, "a length in the trailers", CHUNKED + "0\r\nContent-Length: 3\r\n\r\n");
        bad(rows, "a coding in the trailers", CHUNKED + "0\r\nTransfer-Encoding: chunked\r\n\r\n");
        bad(rows, "trailers beyond measure", CHUNKED + "0\r\nX-T: " + "t".repeat(9_000) + "\r\n\r\n");
        bad(rows, "a bare LF at the end", CHUNKED + "0\r\n\n");
    }

    private static void hosts(List<Row> rows) {
        odd(rows, "no host", "GET /r HTTP/1.1\r\n\r\n");
        odd(rows, "an empty host", "GET /r HTTP/1.1\r\nHost:\r\n\r\n");
        odd(rows, "two hosts", GET + "Host: other.example.com" + END);
        odd(rows, "the same host twice", GET + HOST + "\r\n");
        odd(rows, "a user in the host", "GET /r HTTP/1.1\r\nHost: me@shop.example.com" + END);
        odd(rows, "a path in the host", "GET /r HTTP/1.1\r\nHost: shop.example.com/r" + END);
        odd(rows, "a list of hosts", "GET /r HTTP/1.1\r\nHost: shop.example.com, other.example.com" + END);
        odd(rows, "a space in the host", "GET /r HTTP/1.1\r\nHost: shop.example.com evil" + END);
        odd(rows, "a port that is none", "GET /r HTTP/1.1\r\nHost: shop.example.com:8x" + END);
        odd(rows, "a port beyond 65535", "GET /r HTTP/1.1\r\nHost: shop.example.com:65536" + END);
        odd(rows, "two ports", "GET /r HTTP/1.1\r\nHost: shop.example.com:80:81" + END);
        odd(rows, "an escape in the host", "GET /r HTTP/1.1\r\nHost: shop%2eexample.com" + END);
        odd(rows, "a user in the target", "GET http://me@shop.example.com/r HTTP/1.1\r\n" + HOST + "\r\n");
        odd(rows, "another host in the target", "GET http://other.example.com/r HTTP/1.1\r\n" + HOST + "\r\n");
        rows.add(new Row("CONNECT", "CONNECT shop.example.com:443 HTTP/1.1\r\n" + HOST + "\r\n", 405, false));
        rows.add(new Row("TRACE", "TRACE /r HTTP/1.1\r\n" + HOST + "\r\n", 405, false));
    }

    private static void good(List<Row> rows) {
        ok(rows, "the plain one", GET + "\r\n");
        ok(rows, "an empty line before it", "\r\n" + GET + "\r\n");
        ok(rows, "an absolute target", "GET http://shop.example.com/r HTTP/1.1\r\n" + HOST + "\r\n");
        ok(rows, "an unknown method", "BREW /r HTTP/1.1\r\n" + HOST + "\r\n");
        ok(rows, "odd characters in the query", "GET /r?a=|{}[]\"<>^`\\%zz HTTP/1.1\r\n" + HOST + "\r\n");
        ok(rows, "no space after the colon", GET + "X-A:1" + END);
        ok(rows, "tabs around a value", GET + "X-A:\t 1 \t" + END);
        ok(rows, "an empty value", GET + "X-A:" + END);
        ok(rows, "a value that is not ASCII", GET + "X-A: caf\u00e9 caf\u00e9 caf\u00e9" + END);
        ok(rows, "a long value with a tab", GET + "X-A: " + "v".repeat(70) + "\t" + "v".repeat(70) + END);
        ok(rows, "all characters of a name", GET + "X!#$%&'*+-.^_`|~9: 1" + END);
        ok(rows, "names that begin like others", GET + "Content: 1\r\nContent-Lengthy: x\r\nTE: trailers" + END);
        ok(rows, "a length", POST + "Content-Length: 3" + END + "abc");
        ok(rows, "a length in blanks", POST + "CONTENT-LENGTH: \t 3 \t" + END + "abc");
        ok(rows, "a length of none", POST + "content-length: 0" + END);
        ok(rows, "a body that looks like a request", POST + "Content-Length: 18" + END + "GET / HTTP/1.1\r\n\r\n");
        ok(rows, "chunks", CHUNKED + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n");
        ok(rows, "CHUNKED in capitals", POST + "TRANSFER-ENCODING: CHUNKED" + END + "0\r\n\r\n");
        ok(rows, "zeros before a size", CHUNKED + "00000003\r\nabc\r\n000\r\n\r\n");
        ok(rows, "an extension", CHUNKED + "3;a=b\r\nabc\r\n0\r\n\r\n");
        ok(rows, "extensions of all kinds", CHUNKED + "3 ; a ; b=1;c = \"q\\\"\td\"\r\nabc\r\n0;z\r\n\r\n");
        ok(rows, "trailers", CHUNKED + "3\r\nabc\r\n0\r\nX-T: 1\r\nX-U:\r\n\r\n");
        ok(rows, "a body that looks like chunks", CHUNKED + "5\r\n0\r\n\r\n\r\n0\r\n\r\n");
    }

    private static void ok(List<Row> rows, String name, String text) {
        rows.add(new Row(name, text, 200, false));
    }
}
