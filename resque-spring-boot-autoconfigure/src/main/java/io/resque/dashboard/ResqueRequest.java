package io.resque.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Request matchers for the rules of Spring Security. They find the dashboard wherever it
 * was configured to be, and match nothing when there is none.
 */
public final class ResqueRequest {

	private ResqueRequest() {
	}

	/** Matches every request to the dashboard. */
	public static RequestMatcher toDashboard() {
		return (request) -> matches(request, null);
	}

	/**
	 * Matches the requests that change something. Put its rule before that of
	 * {@link #toDashboard()}.
	 */
	public static RequestMatcher toDashboardChanges() {
		return (request) -> matches(request, HttpMethod.POST);
	}

	private static boolean matches(HttpServletRequest request, @Nullable HttpMethod method) {
		WebApplicationContext context = WebApplicationContextUtils
			.getWebApplicationContext(request.getServletContext());
		if (context == null) {
			return false;
		}
		DashboardLocation location = context.getBeanProvider(DashboardLocation.class).getIfAvailable();
		if (location == null) {
			return false;
		}
		String pattern = location.pathInContext() + "/**";
		PathPatternRequestMatcher.Builder matchers = PathPatternRequestMatcher.withDefaults();
		return ((method != null) ? matchers.matcher(method, pattern) : matchers.matcher(pattern)).matches(request);
	}

}
