package io.resque.dashboard.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.resque.dashboard.DashboardSettings;
import io.resque.dashboard.view.DashboardMessages;

/**
 * Stands before the dashboard: writes the protective headers, and turns away whom nobody
 * let in. Has to stand behind Spring Security.
 */
public final class AccessFilter implements Filter {

	private static final String GRANTED = AccessFilter.class.getName() + ".GRANTED";

	private static final String USER = AccessFilter.class.getName() + ".USER";

	private static final String NONCE = AccessFilter.class.getName() + ".NONCE";

	private final SecureRandom random = new SecureRandom();

	private final AccessRule rule;

	private final @Nullable String username;

	private final DashboardMessages messages;

	public AccessFilter(DashboardSettings settings, DashboardMessages messages) {
		this.rule = AccessRule.of(settings);
		this.username = settings.username();
		this.messages = messages;
	}

	/**
	 * Whether this filter let the request through: the pages ask, so that no way around
	 * it leads to them.
	 */
	public static boolean granted(ServletRequest request) {
		return Boolean.TRUE.equals(request.getAttribute(GRANTED));
	}

	/**
	 * Who asks: a user of Spring Security, the one whose name and password are
	 * properties, or the address of whoever it is.
	 */
	public static String user(HttpServletRequest request) {
		if (request.getUserPrincipal() != null) {
			return request.getUserPrincipal().getName();
		}
		return (request.getAttribute(USER) instanceof String user) ? user : request.getRemoteAddr();
	}

	/** What the scripts of the answer have to be marked with; empty without a filter. */
	public static String nonce(ServletRequest request) {
		return (request.getAttribute(NONCE) instanceof String nonce) ? nonce : "";
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getCharacterEncoding() == null) {
			request.setCharacterEncoding(StandardCharsets.UTF_8.name());
		}
		doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
	}

	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		protect(request, response);
		Refusal refusal = check(request);
		if (refusal != null) {
			refuse(request, response, refusal);
			return;
		}
		request.setAttribute(GRANTED, Boolean.TRUE);
		chain.doFilter(request, response);
	}

	/**
	 * Somebody who sets a password wants it asked for, even where a rule for other pages
	 * lets everybody through.
	 */
	private @Nullable Refusal check(HttpServletRequest request) {
		if (SecurityDecision.isMade(request) && (this.username == null || request.getUserPrincipal() != null)) {
			return null;
		}
		Refusal refusal = this.rule.check(request);
		if (refusal == null && this.username != null) {
			request.setAttribute(USER, this.username);
		}
		return refusal;
	}

	/**
	 * Scripts need a nonce, not only an address of ours: an application may serve files
	 * of its users.
	 */
	private void protect(HttpServletRequest request, HttpServletResponse response) {
		byte[] bytes = new byte[18];
		this.random.nextBytes(bytes);
		String nonce = Base64.getUrlEncoder().encodeToString(bytes);
		request.setAttribute(NONCE, nonce);
		response.setHeader("Content-Security-Policy",
				"default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self'; connect-src 'self'; "
						+ "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("X-Frame-Options", "DENY");
		// Not "no-referrer", which makes browsers send "Origin: null" with our own forms.
		response.setHeader("Referrer-Policy", "same-origin");
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
		Locale locale = this.messages.locale(request);
		String text = this.messages.text(locale, refusal.reason()) + "\n\n"
				+ this.messages.text(locale, "access.remedy") + "\n";
		response.setStatus(refusal.status());
		if (refusal.challenge() != null) {
			response.setHeader("WWW-Authenticate", refusal.challenge());
		}
		response.setHeader("Cache-Control", "no-store");
		response.setContentType("text/plain;charset=UTF-8");
		response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

}
