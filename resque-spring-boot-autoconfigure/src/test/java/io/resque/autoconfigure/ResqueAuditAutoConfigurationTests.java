package io.resque.autoconfigure;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.resque.event.OperatorEvent;
import io.resque.event.OperatorEvent.Outcome;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

import static org.assertj.core.api.Assertions.assertThat;

class ResqueAuditAutoConfigurationTests {

	private static final OperatorEvent CLEARED = new OperatorEvent("ada", "failed/clear", Map.of("queue", "low_failed"),
			Outcome.DONE, "cleared", 12);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
				AuditAutoConfiguration.class, ResqueAuditAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1", "resque.worker.enabled=false");

	@Test
	void whatPeopleChangeIsAnAuditEvent() {
		this.runner.withBean(AuditEventRepository.class, InMemoryAuditEventRepository::new).run((context) -> {
			context.getBean(ResqueEvents.class).announce(new WorkerEvent.Starting());
			context.getBean(ResqueEvents.class).announce(CLEARED);
			assertThat(context.getBean(AuditEventRepository.class).find(null, Instant.EPOCH, null)).singleElement()
				.satisfies((event) -> {
					assertThat(event.getPrincipal()).isEqualTo("ada");
					assertThat(event.getType()).isEqualTo("RESQUE_DONE");
					assertThat(event.getData()).isEqualTo(
							Map.of("queue", "low_failed", "action", "failed/clear", "detail", "cleared", "count", 12L));
				});
		});
	}

	@Test
	void backsOffWhereNobodyKeepsAuditEvents() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resqueAuditor"));
		this.runner.withBean(AuditEventRepository.class, InMemoryAuditEventRepository::new)
			.withClassLoader(new FilteredClassLoader(AuditApplicationEvent.class, AuditEvent.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resqueAuditor"));
	}

}
