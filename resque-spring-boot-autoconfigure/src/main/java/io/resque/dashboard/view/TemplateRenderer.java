package io.resque.dashboard.view;

import java.util.Locale;
import java.util.Map;

import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Turns templates into pages. Its engine is no bean: an application's own Thymeleaf, its
 * dialects and its templates stay what they are.
 */
public final class TemplateRenderer {

	private final SpringTemplateEngine engine = new SpringTemplateEngine();

	public TemplateRenderer(DashboardMessages messages) {
		ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(TemplateRenderer.class.getClassLoader());
		resolver.setPrefix("io/resque/dashboard/templates/");
		resolver.setSuffix(".html");
		resolver.setTemplateMode(TemplateMode.HTML);
		resolver.setCharacterEncoding("UTF-8");
		this.engine.setTemplateResolver(resolver);
		this.engine.setTemplateEngineMessageSource(messages.source());
		this.engine.setLinkBuilder(new DashboardLinks());
	}

	/** Renders a page as a whole, so that a failure leaves no half page behind. */
	public String render(String template, Locale locale, Map<String, Object> model) {
		return this.engine.process(template, new Context(locale, model));
	}

}
