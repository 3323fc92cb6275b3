package io.resque.dashboard.access;

import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Whether a rule of the application let a request through. Spring Security's
 * {@code AuthorizationFilter} marks the request while what stands behind it runs, with
 * its bean name or its identity in the name of the mark. A filter chain without such a
 * filter, or one that is for other paths, is no decision.
 */
final class SecurityDecision {

	private static final String FILTER = "org.springframework.security.web.access.intercept.AuthorizationFilter";

	private static final String MARK = ".APPLIED";

	private SecurityDecision() {
	}

	static boolean isMade(HttpServletRequest request) {
		return Collections.list(request.getAttributeNames())
			.stream()
			.anyMatch((name) -> name.startsWith(FILTER) && name.endsWith(MARK));
	}

}
