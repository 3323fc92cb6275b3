package io.resque.benchmarks.ours;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.benchmarks.server.RedisServer;
import io.resque.benchmarks.server.SentCommands;

/**
 * An application that performs jobs: what somebody gets who adds the library to Spring
 * Boot and writes a job. Runs in the JVM of the benchmarks, and in JVMs of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WorkerApplication {

	/** A JVM of its own. */
	public static void main(String[] arguments) {
		new SpringApplicationBuilder(WorkerApplication.class).run(arguments);
	}

	/**
	 * Starts one in this JVM.
	 * @param server its Redis
	 * @param properties further properties, {@code name=value}
	 * @return the running application
	 */
	public static ConfigurableApplicationContext run(RedisServer server, String... properties) {
		return run(WebApplicationType.NONE, server, properties);
	}

	/** Starts one in this JVM that serves the dashboard, on a free port. */
	public static ConfigurableApplicationContext serve(RedisServer server, String... properties) {
		return run(WebApplicationType.SERVLET, server, properties);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, RedisServer server,
			String... properties) {
		List<String> arguments = new ArrayList<>(server.springArguments());
		arguments.add("--server.port=0");
		arguments.add("--spring.main.web-application-type=" + type.name().toLowerCase(Locale.ROOT));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(WorkerApplication.class).run(arguments.toArray(String[]::new));
	}

	@Bean
	NoOp noOp() {
		return new NoOp();
	}

	@Bean
	Start start() {
		return new Start();
	}

	@Bean
	Mark mark(ObjectProvider<StringRedisTemplate> redis) {
		return new Mark(redis);
	}

	@Bean
	Late late() {
		return new Late();
	}

	@Bean
	Block block() {
		return new Block();
	}

	@Bean
	Hold hold() {
		return new Hold();
	}

	@Bean
	ClientResourcesBuilderCustomizer countSentCommands() {
		return (resources) -> resources.commandLatencyRecorder(SentCommands.RECORDER);
	}

}
