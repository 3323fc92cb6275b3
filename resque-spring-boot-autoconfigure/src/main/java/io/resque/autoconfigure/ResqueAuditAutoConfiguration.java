package io.resque.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;

import io.resque.event.OperatorEvent;

/**
 * Auto-configuration that makes audit events of what people change, where the application
 * keeps such events.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class,
		afterName = "org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration")
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnBean(AuditEventRepository.class)
public final class ResqueAuditAutoConfiguration {

	@Bean
	Auditor resqueAuditor(ApplicationEventPublisher publisher) {
		return new Auditor(publisher);
	}

	static final class Auditor implements ApplicationListener<PayloadApplicationEvent<OperatorEvent>> {

		private final ApplicationEventPublisher publisher;

		Auditor(ApplicationEventPublisher publisher) {
			this.publisher = publisher;
		}

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<OperatorEvent> announced) {
			OperatorEvent event = announced.getPayload();
			Map<String, Object> data = new HashMap<>(event.subject());
			data.put("action", event.action());
			data.put("detail", event.detail());
			data.put("count", event.count());
			this.publisher.publishEvent(
					new AuditApplicationEvent(new AuditEvent(event.operator(), "RESQUE_" + event.outcome(), data)));
		}

	}

}
