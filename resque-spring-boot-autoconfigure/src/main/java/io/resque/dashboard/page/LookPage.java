package io.resque.dashboard.page;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.DashboardLocation;
import io.resque.dashboard.view.DashboardMessages;
import io.resque.dashboard.view.Look;

/**
 * Theme and language, which a browser keeps in cookies. A link is enough to choose them,
 * for those who may only read too: nothing but the looks of the pages depends on it.
 */
final class LookPage {

	private static final String THEME = "resque_theme";

	private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9._-]+)+(\\?[A-Za-z0-9/._~%&=+!*'()-]*)?");

	private final DashboardMessages messages;

	private final DashboardLocation location;

	LookPage(DashboardMessages messages, DashboardLocation location) {
		this.messages = messages;
		this.location = location;
	}

	/** What somebody has chosen. */
	Look look(HttpServletRequest request) {
		String theme = DashboardMessages.cookie(request, THEME);
		return new Look((theme != null && Look.THEMES.contains(theme)) ? theme : Look.THEMES.get(0),
				this.messages.languages());
	}

	/** The place in the dashboard that a request is about, to come back to. */
	String place(ServerRequest request) {
		if (request.method() != HttpMethod.GET) {
			return "/overview";
		}
		HttpServletRequest servletRequest = request.servletRequest();
		String address = servletRequest.getRequestURI();
		String base = this.location.base(servletRequest);
		String query = servletRequest.getQueryString();
		// What includes a page into its own has another address.
		String path = address.startsWith(base) ? address.substring(base.length()) : "";
		String place = (query != null) ? path + "?" + query : path;
		return isPlace(place) ? place : "/overview";
	}

	ServerResponse choose(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String back = parameters.required("back");
		if (!isPlace(back)) {
			throw new BadParameterException("back");
		}
		String theme = parameters.find("theme");
		String lang = parameters.find("lang");
		if (theme != null && !Look.THEMES.contains(theme)) {
			throw new BadParameterException("theme");
		}
		List<String> tags = this.messages.languages().stream().map(Look.Language::tag).toList();
		if (lang != null && !tags.contains(lang)) {
			throw new BadParameterException("lang");
		}
		HttpServletRequest servletRequest = request.servletRequest();
		ServerResponse.HeadersBuilder<?> response = ServerResponse
			.seeOther(PageWriter.uri(this.location.base(servletRequest) + back))
			.cacheControl(CacheControl.noStore());
		keep(response, servletRequest, THEME, theme);
		keep(response, servletRequest, DashboardMessages.LANGUAGE, lang);
		return response.build();
	}

	/** It stands behind the path of the dashboard, so it cannot lead to another site. */
	private static boolean isPlace(String text) {
		return PLACE.matcher(text).matches() && !text.contains("..");
	}

	private void keep(ServerResponse.HeadersBuilder<?> response, HttpServletRequest request, String name,
			@Nullable String value) {
		if (value != null) {
			Cookie cookie = new Cookie(name, value);
			cookie.setPath(this.location.base(request));
			cookie.setMaxAge((int) Duration.ofDays(365).toSeconds());
			cookie.setHttpOnly(true);
			cookie.setSecure(request.isSecure());
			cookie.setAttribute("SameSite", "Lax");
			response.cookie(cookie);
		}
	}

}
