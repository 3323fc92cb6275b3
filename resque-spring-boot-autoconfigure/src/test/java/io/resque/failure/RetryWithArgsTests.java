package io.resque.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.ResqueException;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class RetryWithArgsTests {

	private final FailureFixture failed;

	RetryWithArgsTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
	}

	@Test
	void theJobHasTheNewArgsAndTheEntryKeepsTheOldOnes() {
		this.failed.append(FailureFixture.entry(1)
			.replace("{\"class\":\"Boom\",\"args\":[1]}", "{\"id\":\"d4\",\"args\":[1],\"class\":\"Boom\"}"));
		assertThat(this.failed.all().requeueWith(this.failed.only(), Arrays.asList(2, null, Map.of("a", "ö"))))
			.isTrue();
		assertThat(this.failed.queue("low"))
			.containsExactly("{\"class\":\"Boom\",\"args\":[2,null,{\"a\":\"ö\"}],\"id\":\"d4\"}");
		assertThat(this.failed.only().args()).isEqualTo("[1]");
		assertThat(this.failed.only().retriedAt()).isNotNull();
	}

	@Test
	void theEntryCanBeRemovedInTheSameStep() {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		FailedJob seen = this.failed.failures().newest(0, 1).get(0);
		assertThat(this.failed.all().requeueWithAndRemove(seen, List.of())).isTrue();
		assertThat(this.failed.all().requeueWithAndRemove(seen, List.of())).isFalse();
		assertThat(this.failed.all().requeueWith(seen, List.of())).isFalse();
		assertThat(this.failed.queue("low")).containsExactly("{\"class\":\"Boom\",\"args\":[]}");
		assertThat(this.failed.entries()).containsExactly(FailureFixture.entry(1));
	}

	@Test
	void whatCannotBeRetriedStays() {
		this.failed.append(FailureFixture.entry(1));
		FailedJob seen = this.failed.only();
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.failed.all().requeueWith(seen, List.of(Double.NaN)))
			.withMessageContaining("cannot be retried");
		this.failed.append(FailureFixture.entry(2).replace("\"class\":\"Boom\",", ""));
		FailedJob hopeless = this.failed.failures().newest(0, 1).get(0);
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.failed.all().requeueWithAndRemove(hopeless, List.of()))
			.withMessageContaining("names no class");
		assertThat(this.failed.entries()).hasSize(2);
		assertThat(this.failed.queue("low")).isEmpty();
	}

}
