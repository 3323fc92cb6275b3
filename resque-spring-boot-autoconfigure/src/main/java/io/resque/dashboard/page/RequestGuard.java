package io.resque.dashboard.page;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.access.AccessFilter;
import io.resque.dashboard.access.FormTokens;

/**
 * Stands around every page: nobody comes past the access filter, no stranger's form
 * changes anything, and what goes wrong becomes a page.
 */
final class RequestGuard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private final PageWriter writer;

	private final FormTokens tokens;

	private final RedisOutages outages;

	RequestGuard(PageWriter writer, FormTokens tokens, RedisOutages outages) {
		this.writer = writer;
		this.tokens = tokens;
		this.outages = outages;
	}

	@Override
	public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
		if (!AccessFilter.granted(request.servletRequest())) {
			return ServerResponse.status(HttpStatus.FORBIDDEN).build();
		}
		try {
			if (request.method() == HttpMethod.POST && !isOurForm(request)) {
				return this.writer.message(request, HttpStatus.FORBIDDEN, "error.form", "");
			}
			return next.handle(request);
		}
		catch (BadParameterException ex) {
			return this.writer.message(request, HttpStatus.BAD_REQUEST, "error.parameter", ex.parameter());
		}
		catch (NotFoundException ex) {
			return this.writer.message(request, HttpStatus.NOT_FOUND, ex.code(), ex.name());
		}
		catch (RuntimeException ex) {
			return outage(request, ex);
		}
	}

	private boolean isOurForm(ServerRequest request) {
		try {
			return this.tokens.accepts(request.servletRequest());
		}
		catch (IllegalStateException ex) {
			// Tomcat's answer to a body that cannot be decoded.
			throw new BadParameterException("body");
		}
	}

	private ServerResponse outage(ServerRequest request, RuntimeException thrown) {
		RedisOutage outage = this.outages.find(thrown);
		if (outage == null) {
			throw thrown;
		}
		String code = switch (outage) {
			case UNREACHABLE -> "error.redis.unreachable";
			case UNKNOWN -> (request.method() == HttpMethod.POST) ? "error.redis.unknown" : "error.redis.unreachable";
			case REFUSED -> "error.redis.refused";
		};
		return this.writer.message(request, HttpStatus.SERVICE_UNAVAILABLE, code, String.valueOf(thrown.getMessage()));
	}

}
