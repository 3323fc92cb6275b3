package io.resque;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.TestJobs.Archive;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Searches through delayed jobs, a stretch at a time.
 */
@ExtendWith(RedisServerExtension.class)
class DelayedWalkTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final DelayedOperations delayed;

	DelayedWalkTests(RedisServer server) {
		this.redis = server.template();
		this.resque = new ResqueTemplate(server.redis("resque"), TestJobs.registry(), TestJobs.codec(), List.of(),
				null);
		this.delayed = this.resque.delayed();
	}

	@Test
	void findsByNameTextAndEqualArgs() {
		this.resque.enqueueAt(AT, Archive.class, 1);
		push(AT, "{\"class\":\"Mail\",\"args\":[{\"to\":\"Ada\",\"n\":1.0}],\"queue\":\"mailer\"}");
		push(AT.plusSeconds(9), "{\"queue\":\"mailer\",\"args\":[{\"n\":1,\"to\":\"Ada\"}],\"class\":\"Mail\"}");
		push(AT.plusSeconds(9), "no <json>");
		assertThat(args(DelayedFilter.ALL)).hasSize(4);
		assertThat(args(DelayedFilter.ALL.withName("aRCH"))).containsExactly("[1]");
		assertThat(args(DelayedFilter.ALL.withText("ada"))).hasSize(2);
		assertThat(args(DelayedFilter.ALL.withText("FILE_SERVE"))).containsExactly("[1]");
		assertThat(args(DelayedFilter.ALL.withText("<JSON"))).containsExactly("no <json>");
		assertThat(args(DelayedFilter.ALL.withJob("Mai"))).isEmpty();
		DelayedFilter equal = DelayedFilter.ALL.withJob("Mail").withArgs(List.of(Map.of("to", "Ada", "n", 1)));
		assertThat(args(equal)).hasSize(2);
		assertThat(args(equal.withArgs(List.of(Map.of("to", "Ada", "n", 2))))).isEmpty();
	}

	@Test
	void placesAreThoseOfTheLists() {
		for (int i = 0; i < 4; i++) {
			this.resque.enqueueAt(AT.plusSeconds(i / 2), Archive.class, i % 2);
		}
		this.resque.enqueueAt(AT.plusSeconds(1), Archive.class, 1);
		FoundDelayed found = this.delayed.search(DelayedFilter.ALL.withText("[1]"), null, 9);
		assertThat(found.found()).extracting((match) -> match.entry().place().index()).containsExactly(1L, 1L, 2L);
		assertThat(found.found()).extracting((match) -> match.entry().place().equal()).containsExactly(1L, 2L, 2L);
		assertThat(found.found()).allMatch((match) -> this.delayed.find(match.entry().place()).isPresent());
		assertThat(found.upTo()).isEqualTo(AT.plusSeconds(1));
		assertThat(found.searched()).isEqualTo(5);
		assertThat(found.next()).isNull();
	}

	@Test
	void goesOnBehindTheLastOneThatWasFound() {
		for (int i = 0; i < 30; i++) {
			this.resque.enqueueAt(AT.plusSeconds(i / 7), Archive.class, i);
		}
		List<String> all = new ArrayList<>();
		DelayedCursor from = null;
		do {
			FoundDelayed found = this.delayed.search(DelayedFilter.ALL, from, 4);
			assertThat(found.found()).hasSizeLessThanOrEqualTo(4);
			found.found().forEach((match) -> all.add(match.entry().args()));
			assertThat(found.searched()).isEqualTo(all.size());
			from = (found.next() != null) ? DelayedCursor.parse(found.next().toString()) : null;
		}
		while (from != null);
		assertThat(all).hasSize(30).startsWith("[0]", "[1]").endsWith("[29]").doesNotHaveDuplicates();
	}

	@Test
	void oneCallLooksAtABoundedStretch() {
		for (int i = 0; i < 25; i++) {
			push(AT.plusSeconds(i), "x".repeat(2_000_000));
		}
		FoundDelayed found = this.delayed.search(DelayedFilter.ALL.withName("Archive"), null, 9);
		assertThat(found.searched()).isBetween(16L, 20L);
		assertThat(found.next()).isNotNull();
		FoundDelayed rest = this.delayed.search(DelayedFilter.ALL.withName("Archive"), found.next(), 9);
		assertThat(rest.searched()).isEqualTo(25);
		assertThat(rest.next()).isNull();
	}

	@Test
	void tenThousandJobsAreEnoughForOneCall() {
		List<String> many = new ArrayList<>();
		for (int i = 0; i < 12_500; i++) {
			many.add("{\"class\":\"Mail\",\"args\":[" + i + "],\"queue\":\"mailer\"}");
		}
		push(AT, many.toArray(String[]::new));
		FoundDelayed found = this.delayed.search(DelayedFilter.ALL.withText("12499"), null, 9);
		assertThat(found.found()).isEmpty();
		assertThat(found.searched()).isEqualTo(10_000);
		FoundDelayed rest = this.delayed.search(DelayedFilter.ALL.withText("12499"), found.next(), 9);
		assertThat(rest.found()).hasSize(1);
		assertThat(rest.found().get(0).entry().place().index()).isEqualTo(12_499);
	}

	@Test
	void beginsAtATime() {
		this.resque.enqueueAt(AT, Archive.class, 1);
		this.resque.enqueueAt(AT.plusSeconds(5), Archive.class, 2);
		FoundDelayed found = this.delayed.search(DelayedFilter.ALL, DelayedCursor.at(AT.plusSeconds(1)), 9);
		assertThat(found.found()).extracting((match) -> match.entry().args()).containsExactly("[2]");
		assertThat(this.delayed.countSecondsBefore(AT)).isZero();
		assertThat(this.delayed.countSecondsBefore(AT.plusSeconds(1))).isOne();
		assertThat(this.delayed.countSecondsBefore(AT.plusSeconds(6))).isEqualTo(2);
	}

	@Test
	void somebodyElseMayTellWhichAreMeant() {
		this.resque.enqueueAt(AT, Archive.class, 1);
		this.resque.enqueueAt(AT, Archive.class, 2);
		FoundDelayed found = this.delayed.search((DelayedMatcher) (jobs) -> {
			BitSet meant = new BitSet();
			meant.set(jobs.size() - 1);
			return meant;
		}, null, 9);
		assertThat(found.found()).extracting((match) -> match.job().job().args()).containsExactly(List.of(2));
	}

	@Test
	void removingAllEndsWhenItIsEnough() {
		List<String> many = new ArrayList<>();
		for (int i = 0; i < 2500; i++) {
			many.add("{\"class\":\"Mail\",\"args\":[" + i + "],\"queue\":\"mailer\"}");
		}
		push(AT, many.toArray(String[]::new));
		assertThat(this.delayed.reset(() -> false)).isEqualTo(1000);
		assertThat(this.delayed.count()).isEqualTo(1500);
		assertThat(this.delayed.reset(() -> true)).isEqualTo(1500);
		assertThat(this.delayed.reset(() -> false)).isZero();
	}

	@Test
	void whatIsNoCursorIsRefused() {
		for (String text : List.of("", "1.2", "a.1.2", "-1.0.5", "1.2.x", "1.2.1e1e1", "1.2.4102444800 ")) {
			assertThatExceptionOfType(ResqueException.class).as(text).isThrownBy(() -> DelayedCursor.parse(text));
		}
		assertThat(DelayedCursor.parse("3.20.1.5e9")).isEqualTo(new DelayedCursor("1.5e9", 3, 20));
	}

	private List<String> args(DelayedFilter filter) {
		return this.delayed.search(filter, null, 99).found().stream().map((match) -> match.entry().args()).toList();
	}

	private void push(Instant at, String... items) {
		String second = Long.toString(at.getEpochSecond());
		this.redis.opsForList().rightPushAll("resque:delayed:" + second, items);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", second, at.getEpochSecond());
	}

}
