package io.resque.sample.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import io.resque.sample.SampleProperties;
import io.resque.sample.embedded.EmbeddedRedis;

/**
 * Tells whoever started the sample where the dashboard is.
 */
@Component
class DashboardAnnouncement {

	private static final Logger logger = LoggerFactory.getLogger(DashboardAnnouncement.class);

	private final Environment environment;

	private final ObjectProvider<EmbeddedRedis> redis;

	private final SampleProperties properties;

	DashboardAnnouncement(Environment environment, ObjectProvider<EmbeddedRedis> redis, SampleProperties properties) {
		this.environment = environment;
		this.redis = redis;
		this.properties = properties;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		String port = this.environment.getProperty("local.server.port");
		if (port != null) {
			String contextPath = this.environment.getProperty("server.servlet.context-path", "");
			String path = this.environment.getProperty("resque.dashboard.path", "/resque");
			logger.info("Resque dashboard: http://localhost:{}{}{}{}", port, contextPath, path, redis());
		}
	}

	private String redis() {
		EmbeddedRedis server = this.redis.getIfAvailable();
		return (server != null) ? " (Redis 127.0.0.1:" + server.port() + ", data in " + this.properties.dataDir() + ")"
				: "";
	}

}
