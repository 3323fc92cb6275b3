package io.resque.dashboard.view;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;

/**
 * Makes {@code @{/…}} in a template a link below the dashboard, wherever that is.
 */
final class DashboardLinks extends StandardLinkBuilder {

	/** The template variable that holds the path of the dashboard. */
	static final String BASE = "base";

	@Override
	protected String computeContextPath(IExpressionContext context, String base,
			@Nullable Map<String, Object> parameters) {
		return String.valueOf(context.getVariable(BASE));
	}

}
