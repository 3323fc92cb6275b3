package io.resque.dashboard;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The place of the dashboard in this application.
 *
 * @param servletPrefix path of the dispatcher servlet, empty when it serves everything
 * @param path path of the dashboard below it
 */
public record DashboardLocation(String servletPrefix, String path) {

	/** The path below the context path. */
	public String pathInContext() {
		return this.servletPrefix + this.path;
	}

	/** The path as a browser sees it. */
	public String base(HttpServletRequest request) {
		return request.getContextPath() + pathInContext();
	}

}
