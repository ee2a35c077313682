package io.sallyport.upstream;

import io.vertx.core.MultiMap;

/**
 * The head of a backend's final answer.
 *
 * @param status as the backend sent it, 101 or 200 and above where it keeps to the rules
 * @param http2 whether it came over HTTP/2, else over HTTP/1.1
 * @param headers its fields, as they came
 */
public record AnswerHead(int status, boolean http2, MultiMap headers) {}
