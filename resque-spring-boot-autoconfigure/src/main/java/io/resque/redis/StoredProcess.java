package io.resque.redis;

import java.time.Duration;
import java.util.Map;

/**
 * A process that holds a lease.
 *
 * @param id its id
 * @param left how long its lease still holds; negative when it has run out
 * @param record what it says of itself
 */
public record StoredProcess(String id, Duration left, Map<String, String> record) {
}
