package io.resque.sample.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ObjectUtils;

/**
 * Matches when no property says where Redis is. Timeouts, pools and the like don't.
 */
class OnNoRedisServer extends SpringBootCondition {

	private static final String PREFIX = "spring.data.redis";

	private static final List<String> NAMES_A_SERVER = List.of("host", "port", "url", "sentinel", "cluster",
			"masterreplica");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> properties = Binder.get(context.getEnvironment())
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		Optional<String> named = NAMES_A_SERVER.stream()
			.filter((name) -> !ObjectUtils.isEmpty(properties.get(name)))
			.findFirst();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded Redis");
		return named.map((name) -> ConditionOutcome.noMatch(message.found("property").items(PREFIX + "." + name)))
			.orElseGet(() -> ConditionOutcome.match(message.because("no property names a server")));
	}

}
