package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.resque.event.FailureEvent;
import io.resque.redis.FailedEntry;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FailureRecorderTests {

	private static final String PAYLOAD = "{\"class\":\"Boom\",\"args\":[1]}";

	private static final IllegalStateException DOWN = new IllegalStateException("backend down");

	private final RecordedEvents events = new RecordedEvents();

	private final Map<String, FailureBackend> beans = new LinkedHashMap<>();

	@Test
	void withoutAChoiceItIsTheListOfAllQueues() {
		assertThat(record()).satisfies((entry) -> {
			assertThat(entry.failureQueue()).isEqualTo("failed");
			assertThat(text(entry)).contains("\"payload\":" + PAYLOAD, "\"queue\":\"low\"");
		});
		assertThat(record("redis")).extracting(FailedEntry::failureQueue).isEqualTo("failed");
	}

	@Test
	void eachQueueMayHaveAListOfItsOwn() {
		assertThat(record("redis-multi-queue")).extracting(FailedEntry::failureQueue).isEqualTo("low_failed");
		assertThat(record("REDIS_MULTI_QUEUE", "log")).extracting(FailedEntry::failureQueue).isEqualTo("low_failed");
	}

	@Test
	void noListOfFailedJobsIsThatOfTheJobsOfAnotherQueue() {
		assertThat(FailedEntry.failureQueue("queue:low")).isEqualTo("failed");
		assertThat(FailedEntry.failureQueue("a:b")).isEqualTo("a:b_failed");
		assertThat(FailedEntry.failureQueue("")).isEqualTo("_failed");
		assertThat(FailedEntry.isFailureQueue("queue:low_failed")).isFalse();
		assertThat(FailedEntry.isFailureQueue("queues")).isFalse();
	}

	@Test
	void theLogAloneLeavesNothingForRedis() {
		assertThat(record("log")).isNull();
		assertThat(this.events.of(FailureEvent.Logged.class)).singleElement().satisfies((event) -> {
			assertThat(event.queue()).isEqualTo("low");
			assertThat(event.entry()).contains("\"payload\":" + PAYLOAD, "\"error\":\"bad\"");
		});
	}

	@Test
	void beansOfTheApplicationTakeThePlaceOfTheList() {
		this.beans.put("first", (failure) -> null);
		this.beans.put("second", (failure) -> null);
		assertThat(record()).isNull();
		this.beans.put("third", (failure) -> bytes("third"));
		this.beans.put("fourth", (failure) -> bytes("fourth"));
		assertThat(record()).extracting(FailureRecorderTests::text).isEqualTo("third");
	}

	@Test
	void beansJoinWhereTheyAreNamed() {
		List<JobFailure> told = new ArrayList<>();
		this.beans.put("pager", (failure) -> {
			told.add(failure);
			return null;
		});
		this.beans.put("other", (failure) -> {
			throw DOWN;
		});
		assertThat(record("pager", "redis-multi-queue")).extracting(FailedEntry::failureQueue).isEqualTo("low_failed");
		assertThat(told).hasSize(1);
		assertThat(this.events.of(FailureEvent.NotSaved.class)).isEmpty();
	}

	@Test
	void oneThatThrowsDoesNotStopTheOthersAndIsTold() {
		this.beans.put("broken", (failure) -> {
			throw DOWN;
		});
		this.beans.put("deadly", (failure) -> {
			throw new StackOverflowError();
		});
		assertThat(record("broken", "log", "deadly", "redis")).extracting(FailedEntry::failureQueue)
			.isEqualTo("failed");
		assertThat(this.events.of(FailureEvent.Logged.class)).hasSize(1);
		assertThat(this.events.of(FailureEvent.NotSaved.class)).extracting(FailureEvent.NotSaved::backend)
			.containsExactly("broken", "deadly");
		assertThat(this.events.of(FailureEvent.NotSaved.class).get(0).problem()).isSameAs(DOWN);
	}

	@Test
	void whatABackendDidNotTakeIsInTheList() {
		this.beans.put("broken", (failure) -> {
			throw DOWN;
		});
		assertThat(record()).extracting(FailureRecorderTests::text).asString().contains(PAYLOAD);
		assertThat(record("log", "broken")).extracting(FailureRecorderTests::text).asString().contains(PAYLOAD);
	}

	@Test
	void bothListsAtOnceAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> record("redis", "log", "redis_multi_queue"))
			.withMessageContaining("must not name both 'redis' and 'redis-multi-queue'");
	}

	@Test
	void whatNobodyKnowsIsRefused() {
		this.beans.put("pager", (failure) -> null);
		assertThatExceptionOfType(UnknownBackendException.class).isThrownBy(() -> record("redis", "Redis-Multi"))
			.withMessageContaining("'Redis-Multi'")
			.withMessageContaining("[pager]");
	}

	private FailedEntry record(String... backends) {
		JobFailure failure = new JobFailure("low", bytes(PAYLOAD), "E", "bad", List.of(), "w:1:low", Instant.EPOCH);
		return TestFailures.recorder(this.events, this.beans, backends).record(failure);
	}

	private static String text(FailedEntry entry) {
		return new String(entry.bytes(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
