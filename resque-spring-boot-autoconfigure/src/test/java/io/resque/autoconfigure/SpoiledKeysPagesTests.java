package io.resque.autoconfigure;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every page answers, whatever other programs made of the keys that it reads.
 */
@ExtendWith(RedisServerExtension.class)
class SpoiledKeysPagesTests {

	private final RedisServer server;

	SpoiledKeysPagesTests(RedisServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "failed", "queues", "workers", "stat:processed", "stat:failed", "pause-all-workers",
			"workers:heartbeat", "worker:vm:1:low", "stat:processed:vm:1:low", "queue:low", "delayed_queue_schedule",
			"delayed:4102444800" })
	void pagesAnswerWhateverAKeyIs(String key) {
		StringRedisTemplate redis = this.server.template();
		redis.opsForSet().add("resque:queues", "low");
		redis.opsForSet().add("resque:workers", "vm:1:low", "nohost", "", "a\nb");
		redis.opsForList().rightPushAll("resque:queue:low", "no JSON", "[]", "{\"class\":5}");
		redis.opsForList().rightPushAll("resque:failed", "", "no JSON", "{}");
		redis.opsForZSet().add("resque:delayed_queue_schedule", "4102444800", 4102444800D);
		redis.opsForList().rightPush("resque:delayed:4102444800", "no JSON");
		redis.delete("resque:" + key);
		redis.opsForZSet().add("resque:" + key, "member", 1);
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueDashboardAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + this.server.url(), "resque.dashboard.username=ada",
					"resque.dashboard.password=secret")
			.run((context) -> {
				MockMvcTester pages = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context)
					.addFilters(context.getBean("resqueDashboardAccess", FilterRegistrationBean.class).getFilter())
					.build());
				for (String page : new String[] { "overview", "queues", "queue?name=low", "working", "workers",
						"failed", "delayed", "stats", "stats.txt" }) {
					assertThat(pages.get()
						.uri("/resque/" + page)
						.header("Authorization", "Basic " + HttpHeaders.encodeBasicAuth("ada", "secret", null)))
						.as(page)
						.hasStatus((key.equals("queues") && page.startsWith("queue?")) ? 404 : 200);
				}
			});
	}

}
