package io.resque.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in browsers on this machine that talk to it directly. The host is checked because
 * a page of a stranger can make the browser call a name of its own that resolves to
 * 127.0.0.1; the origin, because an application may let pages of strangers read whatever
 * it answers (CORS).
 */
final class LocalAccess implements AccessRule {

	@Override
	public @Nullable Refusal check(HttpServletRequest request) {
		RawConnection raw = RawConnection.of(request);
		if (raw == null) {
			return Refusal.forbidden("access.unknown");
		}
		if (!raw.hasLoopbackPeer()) {
			return Refusal.forbidden("access.peer");
		}
		if (!raw.hasLocalHost()) {
			return Refusal.forbidden("access.host");
		}
		if (isReadByAnotherSite(request)) {
			return Refusal.forbidden("access.origin");
		}
		// No browser speaks HTTP/1.0; nginx does with what is behind it, unless it is
		// told not to.
		return (raw.forwarded() || request.getProtocol().equals("HTTP/1.0")) ? Refusal.forbidden("access.forwarded")
				: null;
	}

	/** Forms are judged by their token. */
	private static boolean isReadByAnotherSite(HttpServletRequest request) {
		return request.getHeader("Origin") != null && !request.getMethod().equals("POST")
				&& !RequestOrigin.isOurs(request);
	}

}
