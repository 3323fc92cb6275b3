package io.resque.json;

/**
 * JSON text that is written into the output as it stands. The caller answers for its
 * being JSON.
 *
 * @param bytes the text in UTF-8
 */
public record RawJson(byte[] bytes) {
}
