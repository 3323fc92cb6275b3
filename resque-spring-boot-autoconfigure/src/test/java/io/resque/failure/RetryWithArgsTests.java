package io.resque.failure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
	void whoeverEditsTheArgsFirstIsTheOnlyOne() throws Exception {
		this.failed.append(FailureFixture.entry(1), FailureFixture.entry(2));
		FailedJob seen = this.failed.failures().newest(0, 1).get(0);
		List<Callable<Boolean>> tries = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			int arg = 100 + i;
			tries.add(() -> this.failed.all().requeueWith(seen, List.of(arg)));
			tries.add(() -> this.failed.all().requeue(seen));
			tries.add(() -> this.failed.all().requeueWithAndRemove(seen, List.of(arg)));
		}
		int done = 0;
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			for (Future<Boolean> result : threads.invokeAll(tries)) {
				done += result.get() ? 1 : 0;
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(done).isOne();
		assertThat(this.failed.queue("low")).hasSize(1);
		assertThat(this.failed.entries()).contains(FailureFixture.entry(1));
	}

	@Test
	void typedArgsAreReadOrToldWhereTheyAreWrong() {
		assertThat(this.failed.all().args(" [1, {\"a\": 12345678901234567890.5}, null]")).hasSize(3);
		assertThatExceptionOfType(InvalidArgsException.class).isThrownBy(() -> this.failed.all().args("[1, 2,, 3]"))
			.withMessageContaining("at character 6");
		assertThatExceptionOfType(InvalidArgsException.class).isThrownBy(() -> this.failed.all().args("{\"a\":1}"))
			.withMessageContaining("no array, but object");
		assertThatExceptionOfType(InvalidArgsException.class).isThrownBy(() -> this.failed.all().args(" "));
		assertThatExceptionOfType(InvalidArgsException.class).isThrownBy(() -> this.failed.all().args("[1] [2]"))
			.withMessageContaining("follows");
	}

	@Test
	void anEntryIsReadAsAWholeAndSecretsAreNoneToEdit() {
		this.failed.append(FailureFixture.entry(1));
		WholeFailedJob plain = whole();
		assertThat(plain.args()).isEqualTo("[1]");
		assertThat(plain.editing()).isEqualTo(WholeFailedJob.Editing.POSSIBLE);
		assertThat(plain.payload()).isEqualTo("{\"class\":\"Boom\",\"args\":[1]}");
		this.failed.append(FailureFixture.entry(2).replace("[2]", "[{\"user\":\"ada\",\"password\":\"hunter2\"}]"));
		WholeFailedJob secret = whole();
		assertThat(secret.args()).isEmpty();
		assertThat(secret.editing()).isEqualTo(WholeFailedJob.Editing.SECRET);
		assertThat(secret.payload()).contains("ada", "•••").doesNotContain("hunter2");
		this.failed.append(FailureFixture.entry(3).replace("[3]", "[\"" + "x".repeat(60_000) + "\"]"));
		assertThat(whole().editing()).isEqualTo(WholeFailedJob.Editing.TOO_LONG);
		assertThat(whole().payload()).hasSizeLessThan(50_010);
		this.failed.append(FailureFixture.entry(4).replace("[4]", "{\"a\":1}"));
		assertThat(whole().editing()).isEqualTo(WholeFailedJob.Editing.NO_ARGS);
		this.failed.append("no json");
		assertThat(whole().editing()).isEqualTo(WholeFailedJob.Editing.NO_ARGS);
		assertThat(whole().payload()).isEqualTo("no json");
		FailedJob last = this.failed.failures().newest(0, 1).get(0);
		assertThat(this.failed.all().remove(last)).isTrue();
		assertThat(this.failed.failures().whole(last.index(), last.id())).isNull();
	}

	private WholeFailedJob whole() {
		FailedJob seen = this.failed.failures().newest(0, 1).get(0);
		return Objects.requireNonNull(this.failed.failures().whole(seen.index(), seen.id()));
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
