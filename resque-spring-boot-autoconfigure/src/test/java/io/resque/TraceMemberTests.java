package io.resque;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.resque.redis.Aftermath.Rerun;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A trace stays with its job wherever it goes, and nothing is looked for by it.
 */
@ExtendWith(RedisServerExtension.class)
class TraceMemberTests {

	private static final Map<String, String> TRACE = Map.of("traceparent", "00-12-34-01");

	private static final String MEMBER = ",\"trace\":{\"traceparent\":\"00-12-34-01\"}}";

	private static final String NOTE = "{\"class\":\"Note\",\"args\":[7]";

	private final JobCodec codec = TestJobs.codec();

	private final List<AroundEnqueue.Call> calls = new ArrayList<>();

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	TraceMemberTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
		this.resque = template((call, enqueueing) -> {
			this.calls.add(call);
			return enqueueing.proceed(TRACE);
		});
	}

	@Test
	void comesLastAndIsReadBack() {
		byte[] payload = this.codec.encode("Note", List.of(7), TRACE);
		assertThat(text(payload)).isEqualTo(NOTE + MEMBER);
		assertThat(this.codec.trace(payload)).isEqualTo(TRACE);
		assertThat(this.codec.decode("q", payload)).isEqualTo(new Job("q", "Note", List.of(7)));
		assertThat(text(this.codec.encode("Note", List.of(7), Map.of()))).isEqualTo(NOTE + "}");
	}

	@ParameterizedTest
	@ValueSource(strings = { NOTE + "}", NOTE + ",\"trace\":null}", NOTE + ",\"trace\":[\"a\"]}",
			NOTE + ",\"trace\":{}}", NOTE + ",\"trace\":{\"a\":{\"b\":1},\"c\":2}}",
			"{\"class\":\"Note\",\"args\":[\"trace\",{\"trace\":{\"a\":\"b\"}}]}", "[\"trace\"]", "\"trace\"",
			"{\"trace\"", "" })
	void whatIsNoneIsNone(String payload) {
		assertThat(this.codec.trace(payload.getBytes(StandardCharsets.UTF_8))).isEmpty();
	}

	@Test
	void othersMayWriteBlanks() {
		assertThat(this.codec.trace("{\"trace\" : { \"b3\": \"0\" }}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(Map.of("b3", "0"));
	}

	@Test
	void jobsOfACallCarryItInATransactionToo() {
		this.resque.enqueueTo("notes", "Note", 7);
		new TransactionTemplate(new Transactions()).executeWithoutResult((status) -> {
			this.resque.enqueueAllTo("notes", "Note", List.of(List.of(7), List.of(7)));
			assertThat(this.redis.opsForList().size("resque:queue:notes")).isEqualTo(1);
		});
		this.resque.recreate(new Job("notes", "Note", List.of(7)));
		assertThat(this.redis.opsForList().range("resque:queue:notes", 0, -1)).hasSize(4).containsOnly(NOTE + MEMBER);
		assertThat(this.calls).containsExactly(new AroundEnqueue.Call("notes", "Note", 1, false),
				new AroundEnqueue.Call("notes", "Note", 2, false), new AroundEnqueue.Call("notes", "Note", 1, false));
	}

	@Test
	void delayedJobsCarryItToTheirQueue() {
		this.resque.enqueueInTo("notes", Duration.ofHours(1), "Note", 7);
		assertThat(this.resque.delayed().find((job) -> true)).hasSize(1);
		assertThat(this.redis.keys("resque:timestamps:*"))
			.containsExactly("resque:timestamps:" + NOTE + ",\"queue\":\"notes\"" + MEMBER);
		assertThat(this.resque.delayed().enqueueNowIf((job) -> true)).isEqualTo(1);
		assertThat(this.redis.opsForList().range("resque:queue:notes", 0, -1)).containsExactly(NOTE + MEMBER);
		this.resque.enqueueAtTo("notes", Instant.now().minusSeconds(5), "Note", 8);
		assertThat(this.calls).containsExactly(new AroundEnqueue.Call("notes", "Note", 1, true),
				new AroundEnqueue.Call("notes", "Note", 1, false));
	}

	@Test
	void equalJobsAreFoundByMeaningWhateverTheirTraces() {
		ResqueTemplate untraced = template();
		this.resque.enqueueTo("notes", "Note", 7);
		untraced.enqueueTo("notes", "Note", 7);
		this.resque.enqueueTo("notes", "Note", 8);
		assertThat(this.resque.dequeueFrom("notes", "Note", 7)).isEqualTo(2);
		this.resque.enqueueInTo("notes", Duration.ofHours(1), "Note", 7);
		untraced.enqueueInTo("notes", Duration.ofHours(1), "Note", 7);
		assertThat(this.resque.delayed().removeFrom("notes", "Note", 7)).isEqualTo(2);
		assertThat(this.redis.keys("resque:timestamps:*")).isEmpty();
	}

	@Test
	void exactBytesAreThoseWithoutATrace() {
		this.resque.enqueueInTo("notes", Duration.ofHours(1), "Note", 7);
		assertThat(this.resque.delayed().removeExactly("notes", "Note", 7)).isZero();
		template().enqueueInTo("notes", Duration.ofHours(1), "Note", 7);
		assertThat(this.resque.delayed().removeExactly("notes", "Note", 7)).isEqualTo(1);
	}

	@Test
	void aJobThatRunsAgainKeepsIt() {
		byte[] payload = this.codec.encode("Note", List.of(7), TRACE);
		Job job = this.codec.decode("notes", payload);
		RunNotes notes = new RunNotes();
		notes.runAgain(Again.in(Duration.ofSeconds(5)));
		assertThat(rerun(notes, job, payload)).isEqualTo(NOTE + ",\"queue\":\"notes\"" + MEMBER);
		notes.runAgain(Again.in(Duration.ZERO));
		assertThat(rerun(notes, job, payload)).isEqualTo(NOTE + MEMBER);
	}

	@Test
	void whatIsAroundACallIsInItsOrderAndAllOfItIsCarried() {
		List<String> seen = new ArrayList<>();
		ResqueTemplate resque = template((call, enqueueing) -> {
			seen.add("first");
			return enqueueing.proceed(Map.of("a", "1", "b", "1"));
		}, (call, enqueueing) -> {
			seen.add("second");
			return enqueueing.proceed(Map.of());
		}, (call, enqueueing) -> enqueueing.proceed(Map.of("b", "2")));
		resque.enqueueTo("notes", "Note", 7);
		assertThat(seen).containsExactly("first", "second");
		byte[] payload = this.redis.opsForList().index("resque:queue:notes", 0).getBytes(StandardCharsets.UTF_8);
		assertThat(this.codec.trace(payload)).isEqualTo(Map.of("a", "1", "b", "2"));
	}

	@Test
	void whatIsAroundARunIsInItsOrderAndRunsWithTheHooks() throws Throwable {
		List<String> seen = new ArrayList<>();
		JobHooks hooks = new JobHooks() {

			@Override
			public void beforePerform(JobContext context) {
				seen.add("hook");
				throw new SkipJobException("no");
			}

		};
		AroundRun first = (context, run) -> {
			seen.add("first");
			return run.proceed();
		};
		AroundRun second = (context, run) -> {
			seen.add("second");
			boolean performed = run.proceed();
			seen.add("answered " + performed);
			return performed;
		};
		JobContext context = mock(JobContext.class);
		given(context.job()).willReturn(new Job("file_serve", "Archive", List.of(1)));
		given(context.notes()).willReturn(new RunNotes());
		assertThat(
				new SurroundedPerformer(TestJobs.registry(), List.of(hooks), List.of(first, second)).perform(context))
			.isFalse();
		assertThat(seen).containsExactly("first", "second", "hook", "answered false");
	}

	private String rerun(RunNotes notes, Job job, byte[] payload) {
		Rerun rerun = notes.aftermath(job, payload, this.codec).rerun();
		return text(rerun.bytes());
	}

	private ResqueTemplate template(AroundEnqueue... around) {
		return new ResqueTemplate(this.server.redis("resque"), TestJobs.registry(), this.codec, List.of(), null,
				List.of(around));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** Transactions of no resource at all. */
	private static final class Transactions extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
