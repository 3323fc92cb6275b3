package com.example.classic;

import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueJob;
import io.resque.autoconfigure.ResqueAutoConfiguration;
import io.resque.autoconfigure.ResqueChildAutoConfiguration;
import io.resque.autoconfigure.ResqueProcessAutoConfiguration;
import io.resque.autoconfigure.ResqueWorkerAutoConfiguration;

/**
 * An application with a web server and jobs, which write into Redis what became of both.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
		LifecycleAutoConfiguration.class, DataRedisAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, ResqueAutoConfiguration.class,
		ResqueChildAutoConfiguration.class, ResqueWorkerAutoConfiguration.class, ResqueProcessAutoConfiguration.class })
public class ClassicApplication {

	/** Environment variable with the process id of the test. */
	public static final String TEST = "CLASSIC_TEST";

	private final StringRedisTemplate redis;

	private final ApplicationContext context;

	ClassicApplication(StringRedisTemplate redis, ApplicationContext context) {
		this.redis = redis;
		this.context = context;
	}

	/** Arguments: properties of Spring. */
	public static void main(String[] arguments) {
		ProcessHandle.of(Long.parseLong(System.getenv(TEST)))
			.ifPresentOrElse((test) -> test.onExit().thenRun(() -> Runtime.getRuntime().halt(1)),
					() -> Runtime.getRuntime().halt(1));
		SpringApplication.run(ClassicApplication.class, arguments);
	}

	@ResqueJob(name = "Note", queue = "jobs")
	public void note(int number) {
		this.redis.opsForList()
			.rightPush("test:notes",
					number + ":" + ProcessHandle.current().pid() + ":" + this.context.getClass().getSimpleName());
	}

	@ResqueJob(name = "Slow", queue = "jobs")
	public void slow(int number, long millis) throws InterruptedException {
		this.redis.opsForList().rightPush("test:started", number + ":" + ProcessHandle.current().pid());
		TimeUnit.MILLISECONDS.sleep(millis);
		note(number);
	}

}
