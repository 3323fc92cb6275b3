package io.resque.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.ResqueTemplate;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@ExtendWith(RedisServerExtension.class)
class ResqueAutoConfigurationTests {

	private static final String UNREACHABLE = "spring.data.redis.url=redis://127.0.0.1:1";

	private final RedisServer server;

	private final ApplicationContextRunner runner;

	ResqueAutoConfigurationTests(RedisServer server) {
		this.server = server;
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void enqueuesInTheNamespaceOfRubyByDefault() {
		this.runner.withBean(Note.class).run((context) -> {
			assertThat(context).hasSingleBean(ResqueTemplate.class)
				.hasSingleBean(JobRegistry.class)
				.hasSingleBean(Failures.class)
				.hasSingleBean(ResqueInspector.class);
			assertThat(context.getBean(ResqueOperations.class).enqueue(Note.class, "a/b")).isTrue();
			assertThat(this.server.template().opsForList().range("resque:queue:jobs", 0, -1))
				.containsExactly("{\"class\":\"Note\",\"args\":[\"a/b\"]}");
			assertThat(context.getBean(ResqueInspector.class).info().pending()).isEqualTo(1);
		});
	}

	@Test
	void namespaceAndJsonProfileFollowTheProperties() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.namespace={resque}", "resque.json=php")
			.run((context) -> {
				context.getBean(ResqueOperations.class).enqueue(Note.class, "a/b");
				assertThat(this.server.template().keys("*")).containsExactlyInAnyOrder("{resque}:queues",
						"{resque}:queue:jobs");
				assertThat(this.server.template().opsForList().index("{resque}:queue:jobs", 0)).contains("a\\/b");
			});
	}

	@Test
	void inlineModeNeedsNoRedis() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.inline=true", UNREACHABLE)
			.run(ResqueAutoConfigurationTests::performsInline);
	}

	@Test
	void inlineModeNeedsNoConnectionFactory() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueAutoConfiguration.class))
			.withBean(Note.class)
			.withPropertyValues("resque.inline=true")
			.run(ResqueAutoConfigurationTests::performsInline);
	}

	private static void performsInline(AssertableApplicationContext context) {
		context.getBean(ResqueOperations.class).enqueue(Note.class, "now");
		assertThat(context.getBean(Note.class).notes).containsExactly("now");
	}

	@Test
	void backsOffFromTheApplicationsOwnBeans() {
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.PHP));
		ResqueEvents events = new ResqueEvents((event) -> {
		});
		JobRegistry registry = new JobRegistry(List.of());
		JobPerformer performer = new JobPerformer(registry, List.of());
		ResqueRedis redis = this.server.redis("mine");
		Failures failures = mock(Failures.class);
		this.runner.withBean(JobCodec.class, () -> codec)
			.withBean(ResqueEvents.class, () -> events)
			.withBean(JobRegistry.class, () -> registry)
			.withBean(JobPerformer.class, () -> performer)
			.withBean("mine", ResqueRedis.class, () -> redis,
					(definition) -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""))
			.withBean(Failures.class, () -> failures)
			.withBean(ResqueInspector.class, () -> mock())
			.withBean(ResqueOperations.class, () -> mock())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ResqueTemplate.class);
				for (Class<?> type : List.of(JobCodec.class, ResqueEvents.class, JobRegistry.class, JobPerformer.class,
						ResqueRedis.class, Failures.class, ResqueInspector.class, ResqueOperations.class)) {
					assertThat(context).hasSingleBean(type);
				}
			});
	}

	@Test
	void backsOffWithoutSpringDataRedis() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueOperations.class));
	}

	@Test
	void withoutLettuceTheStartEndsWithWhatToDo() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnsuitableRedisClientException.class)
				.hasMessageContaining("no Lettuce on the class path"));
	}

	@Test
	void theApplicationsConnectionsAndTemplateStayTheOnlyOnes() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(RedisConnectionFactory.class).hasSingleBean(StringRedisTemplate.class);
			LettuceConnectionFactory theirs = context.getBean(LettuceConnectionFactory.class);
			assertThat(theirs.getClientConfiguration().getClientName()).isEmpty();
			context.getBean(StringRedisTemplate.class).opsForValue().set("mine", "1");
			context.getBean(ResqueRedis.class).close();
			assertThat(context.getBean(StringRedisTemplate.class).opsForValue().get("mine")).isEqualTo("1");
		});
	}

	@Test
	void theQualifiedConnectionFactoryOfSeveralIsTaken() {
		this.runner.withBean(Note.class)
			.withBean("other", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean("queues", LettuceConnectionFactory.class, this::connections,
					(definition) -> ((AbstractBeanDefinition) definition).addQualifier(new AutowireCandidateQualifier(
							org.springframework.beans.factory.annotation.Qualifier.class, "resque")))
			.run(this::enqueues);
	}

	@Test
	void thePrimaryConnectionFactoryOfSeveralIsTaken() {
		this.runner.withBean(Note.class)
			.withBean("other", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean("main", LettuceConnectionFactory.class, this::connections,
					(definition) -> definition.setPrimary(true))
			.run(this::enqueues);
	}

	@Test
	void theEnvironmentHasItsNameOrThoseOfItsProfiles() {
		this.runner.run((context) -> assertThat(environment(context)).isEqualTo("default"));
		ApplicationContextRunner profiles = this.runner.withPropertyValues("spring.profiles.active=a,b");
		profiles.run((context) -> assertThat(environment(context)).isEqualTo("a,b"));
		profiles.withPropertyValues("resque.environment= ")
			.run((context) -> assertThat(environment(context)).isEqualTo("a,b"));
		profiles.withPropertyValues("resque.environment=production eu")
			.run((context) -> assertThat(environment(context)).isEqualTo("production eu"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\tb", "0123456789012345678901234567890123456789012345678901234567890123+" })
	void theNameOfTheEnvironmentFitsIntoABar(String name) {
		this.runner.withPropertyValues("resque.environment=" + name)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("resque.environment"));
	}

	private static String environment(AssertableApplicationContext context) {
		return context.getBean(ResqueInspector.class).info().environment();
	}

	private LettuceConnectionFactory connections() {
		return new LettuceConnectionFactory(this.server.host(), this.server.port());
	}

	private void enqueues(AssertableApplicationContext context) {
		assertThat(context.getBean(ResqueOperations.class).enqueue(Note.class, "x")).isTrue();
		assertThat(this.server.template().opsForSet().members("resque:queues")).containsExactly("jobs");
		assertThat(context.getBean(ResqueInspector.class).queueSizes()).isEqualTo(Map.of("jobs", 1L));
	}

	@ResqueJob(queue = "jobs")
	static class Note {

		private final List<String> notes = new java.util.concurrent.CopyOnWriteArrayList<>();

		void perform(String text) {
			this.notes.add(text);
		}

	}

}
