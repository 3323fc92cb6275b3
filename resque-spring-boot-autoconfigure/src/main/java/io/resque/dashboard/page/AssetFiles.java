package io.resque.dashboard.page;

import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.DashboardAssets;

/**
 * Serves style sheet and scripts under addresses that change with their contents.
 */
final class AssetFiles {

	private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

	private static final MediaType JAVASCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

	private final DashboardAssets assets;

	AssetFiles(DashboardAssets assets) {
		this.assets = assets;
	}

	ServerResponse serve(ServerRequest request) {
		String name = request.pathVariable("name");
		byte[] content = this.assets.content(name);
		if (content == null || !request.pathVariable("version").equals(this.assets.version())) {
			throw new NotFoundException("error.page", "");
		}
		return ServerResponse.ok()
			.contentType(name.endsWith(".css") ? CSS : JAVASCRIPT)
			.contentLength(content.length)
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
			.build((in, out) -> {
				out.getOutputStream().write(content);
				return null;
			});
	}

}
