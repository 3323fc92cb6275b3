package io.resque.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.resque.NoQueueException;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which queues a worker serves, and in which order (resque/test/worker_test.rb 313-475).
 */
class QueueSelectorTests {

	private static final Set<String> KNOWN = Set.of("high", "critical", "blahblah", "low", "Big", ".hidden",
			"critical_a", "critical_b", "mail/in", "{x,y}");

	@Test
	void namesAreTrimmedAndEmptyOnesLeftOut() {
		PoolSettings settings = TestWorkers.pool(List.of(" critical ", "", "high\t", " "), 1, Duration.ofSeconds(1), 0);
		assertThat(settings.queues()).containsExactly("critical", "high");
	}

	@Test
	void severalQueuesKeepTheirOrder() {
		assertThat(select("high", "critical", "blahblah")).containsExactly("high", "critical", "blahblah");
	}

	@Test
	void literalListsNeverAskRedisForTheNames() {
		QueueSelector selector = new QueueSelector(List.of("unknown", "high"));
		assertThat(selector.isDynamic()).isFalse();
		assertThat(selector.select(() -> {
			throw new AssertionError("asked");
		})).containsExactly("unknown", "high");
	}

	@Test
	void starMeansAllQueuesInTheOrderOfTheirBytes() {
		assertThat(select("*")).containsExactly("Big", "blahblah", "critical", "critical_a", "critical_b", "high",
				"low", "mail/in", "{x,y}");
	}

	@Test
	void starAtTheEndAddsTheOthersOnce() {
		assertThat(select("high", "critical", "*")).containsExactly("high", "critical", "Big", "blahblah", "critical_a",
				"critical_b", "low", "mail/in", "{x,y}");
	}

	@Test
	void starInTheMiddleLeavesNothingForWhatFollows() {
		assertThat(select("low", "*", "high")).startsWith("low", "Big").containsOnlyOnce("high").endsWith("{x,y}");
	}

	@Test
	void globsSelectTheirMatchesInOrder() {
		assertThat(select("critical_*", "h?gh")).containsExactly("critical_a", "critical_b", "high");
		assertThat(select("critical_[b-z]", "m*n")).containsExactly("critical_b", "mail/in");
	}

	@Test
	void bracesAreNotExpanded() {
		assertThat(new QueueSelector(List.of("{low,high}")).isDynamic()).isTrue();
		assertThat(select("{low,high}")).isEmpty();
		assertThat(select("{x,y}")).containsExactly("{x,y}");
	}

	@Test
	void leadingDotsNeedADot() {
		assertThat(select("*")).doesNotContain(".hidden");
		assertThat(select(".*")).containsExactly(".hidden");
	}

	@Test
	void negatedNamesAndGlobsAreLeftOut() {
		assertThat(select("*", "!low", "!critical*")).containsExactly("Big", "blahblah", "high", "mail/in", "{x,y}");
		assertThat(select("!low", "*")).doesNotContain("low");
		assertThat(select("critical", "critical_a", "!critical_?")).containsExactly("critical");
	}

	@Test
	void besideAPatternOrANegationALiteralNameMustBeKnown() {
		assertThat(select("unknown", "high", "!low")).containsExactly("high");
		assertThat(select("unknown", "hig*")).containsExactly("high");
	}

	@Test
	void onlyNegationsAreNoQueues() {
		assertThatExceptionOfType(NoQueueException.class).isThrownBy(() -> new QueueSelector(List.of("!low")))
			.withMessageContaining("[!low]");
		assertThatExceptionOfType(NoQueueException.class).isThrownBy(() -> new QueueSelector(List.of()));
	}

	@Test
	void workerIdsShowTheListAsGivenWithoutNegations() {
		assertThat(new QueueSelector(List.of("*", "!low", "hi")).label()).isEqualTo("*,hi");
	}

	@Test
	void noKnownQueuesAreNoQueuesToLookAt() {
		assertThat(new QueueSelector(List.of("*")).select(Set::of)).isEmpty();
	}

	private static List<String> select(String... entries) {
		return new QueueSelector(Arrays.asList(entries)).select(() -> KNOWN);
	}

}
