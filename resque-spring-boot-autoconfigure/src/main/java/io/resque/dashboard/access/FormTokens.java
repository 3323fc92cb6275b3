package io.resque.dashboard.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.util.ClassUtils;

import io.resque.dashboard.DashboardLocation;

/**
 * Tells our own forms from those of strangers: a random cookie has to come back as a form
 * field. Where the CSRF protection of Spring Security is at work its token goes along,
 * and it judges too; but it may have been told to ignore the dashboard, and does not say
 * so.
 */
public final class FormTokens {

	private static final String COOKIE = "resque_form";

	private static final String PARAMETER = "_resque";

	private static final String PROOF = "HmacSHA256";

	private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

	private static final boolean SECURITY_PRESENT = ClassUtils
		.isPresent("org.springframework.security.web.csrf.CsrfToken", FormTokens.class.getClassLoader());

	private final SecureRandom random = new SecureRandom();

	private final DashboardLocation location;

	public FormTokens(DashboardLocation location) {
		this.location = location;
	}

	/** The token that the forms of this request's page need. */
	public FormToken token(HttpServletRequest request) {
		String value = cookieValue(request);
		return new FormToken(PARAMETER, (value != null) ? value : newValue());
	}

	/** The token that Spring Security wants besides, or null. */
	public @Nullable FormToken securityToken(HttpServletRequest request) {
		return SECURITY_PRESENT ? SecurityToken.find(request) : null;
	}

	/**
	 * The cookie that belongs to a token, or null when the browser has it already.
	 */
	public @Nullable Cookie cookie(HttpServletRequest request, FormToken token) {
		if (token.value().equals(cookieValue(request))) {
			return null;
		}
		Cookie cookie = new Cookie(COOKIE, token.value());
		cookie.setPath(this.location.base(request));
		cookie.setHttpOnly(true);
		cookie.setSecure(request.isSecure());
		cookie.setAttribute("SameSite", "Strict");
		return cookie;
	}

	/** Whether a request that wants to change something comes from a form of ours. */
	public boolean accepts(HttpServletRequest request) {
		String cookie = cookieValue(request);
		String field = request.getParameter(PARAMETER);
		return cookie != null && field != null && isEqual(cookie, field) && RequestOrigin.isOurs(request);
	}

	/**
	 * A proof that an answer of ours has led this browser to an address: a link that
	 * somebody else has made up cannot have it.
	 * @param request a request of the browser
	 * @param text what the address says
	 * @return the proof, for the address
	 */
	public String proof(HttpServletRequest request, String text) {
		try {
			Mac mac = Mac.getInstance(PROOF);
			mac.init(new SecretKeySpec(token(request).value().getBytes(StandardCharsets.US_ASCII), PROOF));
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no " + PROOF, ex);
		}
	}

	private static @Nullable String cookieValue(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		for (Cookie cookie : (cookies != null) ? cookies : new Cookie[0]) {
			if (COOKIE.equals(cookie.getName()) && VALUE.matcher(cookie.getValue()).matches()) {
				return cookie.getValue();
			}
		}
		return null;
	}

	private String newValue() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static boolean isEqual(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

	/** Keeps Spring Security's type away from applications without it. */
	private static final class SecurityToken {

		static @Nullable FormToken find(HttpServletRequest request) {
			return (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token)
					? new FormToken(token.getParameterName(), token.getToken()) : null;
		}

	}

}
