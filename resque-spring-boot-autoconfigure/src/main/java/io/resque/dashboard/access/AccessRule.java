package io.resque.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.resque.dashboard.DashboardSettings;

/**
 * Decides who gets in where Spring Security has not decided.
 */
interface AccessRule {

	/** Why not, or null for those who get in. */
	@Nullable Refusal check(HttpServletRequest request);

	static AccessRule of(DashboardSettings settings) {
		String username = settings.username();
		String password = settings.password();
		return (username != null && password != null) ? new BasicAccess(username, password) : new LocalAccess();
	}

}
