package io.resque.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

import io.resque.dashboard.DashboardSettings;

/**
 * Tells who may change something from who only looks. Decides what a page offers; a
 * change itself is judged where it arrives, by the rules of Spring Security and by
 * {@code resque.dashboard.read-only}.
 */
public final class ChangeRights {

	private static final boolean SECURITY_PRESENT = ClassUtils.isPresent(
			"org.springframework.security.web.access.WebInvocationPrivilegeEvaluator",
			ChangeRights.class.getClassLoader());

	private static final String QUESTION = "/confirm";

	private final boolean readOnly;

	public ChangeRights(DashboardSettings settings) {
		this.readOnly = settings.readOnly();
	}

	/** Whether nobody may change anything. */
	public boolean isReadOnly() {
		return this.readOnly;
	}

	/**
	 * Whether a form of the page that is asked for would be let through. Rules may differ
	 * from section to section, so it is the page's own address that counts, or that of
	 * the action which a page asks about.
	 */
	public boolean mayChange(HttpServletRequest request) {
		return !this.readOnly && (!SECURITY_PRESENT || SecurityRules.allowPost(request));
	}

	/** Keeps Spring Security's types away from applications without it. */
	private static final class SecurityRules {

		static boolean allowPost(HttpServletRequest request) {
			WebApplicationContext context = WebApplicationContextUtils
				.getWebApplicationContext(request.getServletContext());
			return context == null || context.getBeanProvider(WebInvocationPrivilegeEvaluator.class)
				.stream()
				.allMatch((rules) -> allowPost(rules, request));
		}

		private static boolean allowPost(WebInvocationPrivilegeEvaluator rules, HttpServletRequest request) {
			String path = request.getRequestURI().substring(request.getContextPath().length());
			String action = path.endsWith(QUESTION) ? path.substring(0, path.length() - QUESTION.length()) : path;
			try {
				return rules.isAllowed(request.getContextPath(), action, "POST",
						SecurityContextHolder.getContext().getAuthentication());
			}
			catch (UnsupportedOperationException ex) {
				// A rule about more than address, method and user can be asked only when
				// the form arrives.
				return true;
			}
		}

	}

}
