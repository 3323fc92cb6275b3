package io.resque.dashboard.access;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is turned away.
 *
 * @param status HTTP status
 * @param reason message code of the sentence that says why
 * @param challenge value of {@code WWW-Authenticate}, or null
 */
record Refusal(int status, String reason, @Nullable String challenge) {

	static Refusal forbidden(String reason) {
		return new Refusal(HttpServletResponse.SC_FORBIDDEN, reason, null);
	}

	static Refusal challenge(String reason, String challenge) {
		return new Refusal(HttpServletResponse.SC_UNAUTHORIZED, reason, challenge);
	}

}
