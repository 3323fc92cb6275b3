package io.resque.dashboard.view;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A question before a change that cannot be undone.
 *
 * @param code message code of title, text and button
 * @param count how many things are concerned
 * @param action address that makes the change, below the dashboard
 * @param fields hidden fields to send along
 * @param subject what exactly is concerned, or null
 * @param typed what has to be typed to go on, or null
 * @param back address to go back to, below the dashboard
 */
public record Confirmation(String code, long count, String action, Map<String, String> fields, @Nullable String subject,
		@Nullable String typed, String back) {
}
