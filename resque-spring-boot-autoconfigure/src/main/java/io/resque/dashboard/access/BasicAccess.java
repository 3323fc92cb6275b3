package io.resque.dashboard.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in those who know the user name and the password.
 */
final class BasicAccess implements AccessRule {

	private static final Refusal REFUSAL = Refusal.challenge("access.credentials",
			"Basic realm=\"Resque\", charset=\"UTF-8\"");

	private static final String SCHEME = "Basic ";

	private final byte[] expected;

	BasicAccess(String username, String password) {
		this.expected = digest((username + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public @Nullable Refusal check(HttpServletRequest request) {
		byte[] given = credentials(request.getHeader("Authorization"));
		// Digests have one length, so the time tells nothing about the credentials.
		return (given != null && MessageDigest.isEqual(this.expected, digest(given))) ? null : REFUSAL;
	}

	private static byte @Nullable [] credentials(@Nullable String header) {
		if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return null;
		}
		try {
			return Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static byte[] digest(byte[] text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
