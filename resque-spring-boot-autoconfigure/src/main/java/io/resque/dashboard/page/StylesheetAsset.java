package io.resque.dashboard.page;

import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Stylesheet;

/**
 * Serves the style sheet under an address that changes with its content.
 */
final class StylesheetAsset {

	private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

	private final Stylesheet stylesheet;

	StylesheetAsset(Stylesheet stylesheet) {
		this.stylesheet = stylesheet;
	}

	ServerResponse serve(ServerRequest request) {
		if (!request.pathVariable("version").equals(this.stylesheet.version())) {
			throw new NotFoundException("error.page", "");
		}
		byte[] content = this.stylesheet.content();
		return ServerResponse.ok()
			.contentType(CSS)
			.contentLength(content.length)
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
			.build((in, out) -> {
				out.getOutputStream().write(content);
				return null;
			});
	}

}
