package io.resque.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in browsers on this machine that talk to it directly. The host is checked because
 * a page of a stranger can make the browser call a name of its own that resolves to
 * 127.0.0.1.
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
		return raw.forwarded() ? Refusal.forbidden("access.forwarded") : null;
	}

}
