package io.resque;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.TestJobs.Archive;
import io.resque.TestJobs.Repositories;
import io.resque.TestJobs.SomeJob;
import io.resque.TestJobs.WithoutQueue;
import io.resque.redis.QueueStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(RedisServerExtension.class)
class ResqueTemplateTests {

	private final RedisServer redis;

	private final ResqueTemplate resque;

	ResqueTemplateTests(RedisServer redis) {
		this.redis = redis;
		this.resque = new ResqueTemplate(redis.redis("resque"), TestJobs.registry(), TestJobs.codec(), List.of(), null);
	}

	@Test
	void enqueueLeavesTheBytesOfRuby() {
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("z", 1);
		object.put("a", List.of(1, Collections.singletonMap("b", null)));
		assertThat(this.resque.enqueue(Archive.class, 44, "masterbrew")).isTrue();
		assertThat(this.resque.enqueue("Archive", 44)).isTrue();
		assertThat(this.resque.enqueueTo("critical", Archive.class, 1, null, true, 1.5, 100.0, 1e20, 0.0001, -3,
				new BigInteger("12345678901234567890")))
			.isTrue();
		this.resque.enqueue(Archive.class, "café ☃ 😀", "a/b", "<&>", "quote\" back\\ tab\t nl\n ctl\u0001");
		this.resque.enqueue(Archive.class, object, List.of());
		assertThat(raw("critical")).containsExactly(
				"{\"class\":\"Archive\",\"args\":[1,null,true,1.5,100.0,1.0e+20,0.0001,-3,12345678901234567890]}");
		assertThat(raw("file_serve")).containsExactly("{\"class\":\"Archive\",\"args\":[44,\"masterbrew\"]}",
				"{\"class\":\"Archive\",\"args\":[44]}",
				"{\"class\":\"Archive\",\"args\":[\"café ☃ 😀\",\"a/b\",\"<&>\","
						+ "\"quote\\\" back\\\\ tab\\t nl\\n ctl\\u0001\"]}",
				"{\"class\":\"Archive\",\"args\":[{\"z\":1,\"a\":[1,{\"b\":null}]},[]]}");
		assertThat(this.redis.template().opsForSet().members("resque:queues")).containsOnly("critical", "file_serve");
		assertThat(this.redis.template().keys("*")).hasSize(3);
	}

	@Test
	void queueComesFromTheAnnotation() {
		this.resque.enqueue(SomeJob.class, Map.of());
		assertThat(this.resque.queues()).containsExactly("jobs");
	}

	@Test
	void namespaceIsThePrefixOfAllKeys() {
		new ResqueTemplate(this.redis.redis("{other}"), TestJobs.registry(), TestJobs.codec(), List.of(), null)
			.enqueue(Archive.class, 1);
		assertThat(this.redis.template().keys("*")).containsOnly("{other}:queues", "{other}:queue:file_serve");
		assertThat(this.resque.queues()).isEmpty();
	}

	@Test
	void jobWithoutQueueIsRefused() {
		assertThatExceptionOfType(NoQueueException.class).isThrownBy(() -> this.resque.enqueue(WithoutQueue.class))
			.withMessageContaining("The job WithoutQueue has no queue");
		assertThat(this.resque.enqueueTo("any", WithoutQueue.class)).isTrue();
	}

	@Test
	void whatIsNoJobIsRefused() {
		assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> this.resque.enqueue(String.class))
			.withMessage("java.lang.String is no job: no bean of it has @ResqueJob");
		assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> this.resque.enqueue("Ghost", 1))
			.withMessageContaining("'Ghost'")
			.withMessageContaining("enqueueTo");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.resque.enqueue(Repositories.class))
			.withMessageContaining("has several jobs (Clean, CreateArchive)");
		assertThat(this.redis.template().keys("*")).isEmpty();
	}

	@Test
	void namesThatNobodyCouldUseAreRefused() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> this.resque.enqueueTo("a,b", "Ruby"));
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> this.resque.enqueueTo("q", ""));
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> this.resque.push("", Map.of()));
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> this.resque.watchQueue("*"));
	}

	@Test
	void jobThatOnlyRubyKnowsIsEnqueuedByName() {
		assertThat(this.resque.enqueueTo("ruby", "Billing::Invoice", (Object) null)).isTrue();
		assertThat(this.resque.enqueueTo("ruby", "Billing::Invoice", (Object[]) null)).isTrue();
		assertThat(raw("ruby")).containsExactly("{\"class\":\"Billing::Invoice\",\"args\":[null]}",
				"{\"class\":\"Billing::Invoice\",\"args\":[null]}");
	}

	@Test
	void argsThatJsonCannotSayAreRefusedBeforeAnythingIsPushed() {
		assertThatExceptionOfType(JobArgumentException.class)
			.isThrownBy(() -> this.resque.enqueueAll(Archive.class, List.of(List.of(1), List.of(Double.NaN))))
			.withMessage("The arguments of Archive cannot be written: JSON has no number for NaN");
		assertThat(this.resque.queues()).isEmpty();
	}

	@Test
	void manyJobsArePushedInOrder() {
		List<List<Object>> args = new ArrayList<>();
		for (int i = 0; i < 2500; i++) {
			args.add(List.of(i));
		}
		assertThat(this.resque.enqueueAll(Archive.class, args)).isEqualTo(2500);
		assertThat(this.resque.size("file_serve")).isEqualTo(2500);
		assertThat(this.resque.reserve("file_serve")).isEqualTo(new Job("file_serve", "Archive", List.of(0)));
		assertThat(this.resque.peek("file_serve", 2498, 10))
			.containsExactly(Map.of("class", "Archive", "args", List.of(2499)));
		assertThat(this.resque.enqueueAll(Archive.class, List.of())).isZero();
	}

	@Test
	void reservedJobCarriesTheArgsThatWerePushed() {
		this.resque.push("jobs", Map.of("class", "some-job", "args", List.of(1, "x")));
		assertThat(this.resque.reserve("jobs")).isEqualTo(new Job("jobs", "some-job", List.of(1, "x")));
		assertThat(TestJobs.registry().find("some-job"))
			.hasValueSatisfying((job) -> assertThat(job.type()).isEqualTo(SomeJob.class));
	}

	@Test
	void valueMayReadRedisWhileItIsWritten() {
		this.resque.enqueue(Archive.class, new Object() {

			@JsonValue
			List<String> queues() {
				return ResqueTemplateTests.this.resque.queues();
			}

		});
		assertThat(raw("file_serve")).containsExactly("{\"class\":\"Archive\",\"args\":[[]]}");
	}

	@Test
	void recreatePutsAnEqualJobOnTheQueue() {
		this.resque.enqueue(Archive.class, 44, Arrays.asList("x", null));
		Job job = this.resque.reserve("file_serve");
		this.resque.recreate(job);
		assertThat(this.resque.reserve("file_serve")).isEqualTo(job);
	}

	@Test
	void peekOfOneGivesAnObjectAndOfSeveralAList() {
		this.resque.push("q", Map.of("name", "chris"));
		this.resque.push("q", Map.of("name", "bob"));
		assertThat(this.resque.peek("q")).isEqualTo(Map.of("name", "chris"));
		assertThat(this.resque.peek("q", 1, 1)).containsExactly(Map.of("name", "bob"));
		assertThat(this.resque.peek("q", 0, 2)).containsExactly(Map.of("name", "chris"), Map.of("name", "bob"));
		assertThat(this.resque.peek("q", 3, 1)).isEmpty();
		assertThat(this.resque.peek("empty")).isNull();
		assertThat(this.resque.peek("q", 0, 0)).isEmpty();
	}

	@Test
	void poppingAnEmptyQueueGivesNothing() {
		assertThat(this.resque.pop("empty")).isNull();
		assertThat(this.resque.reserve("empty")).isNull();
		this.resque.push("q", List.of(1));
		assertThat(this.resque.pop("q")).isEqualTo(List.of(1));
		assertThat(this.resque.pop("q")).isNull();
	}

	@Test
	void removedQueueIsGoneFromTheNames() {
		this.resque.push("a", 1);
		this.resque.push("b", 1);
		this.resque.watchQueue("c");
		assertThat(this.resque.queues()).containsExactly("a", "b", "c");
		assertThat(this.resque.removeQueue("a")).isOne();
		assertThat(this.resque.removeQueue("c")).isZero();
		assertThat(this.resque.queues()).containsExactly("b");
	}

	@Test
	void badJsonRaisesAndStaysOnTheQueue() {
		rawPush("q", "no json");
		rawPush("q", "{}");
		assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> this.resque.pop("q"));
		assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> this.resque.reserve("q"));
		assertThat(raw("q")).containsExactly("no json", "{}");
		assertThat(this.resque.peek("q", 0, 2)).containsExactly("no json", Map.of());
		rawPush("p", "{}");
		assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> this.resque.reserve("p"));
		assertThat(this.resque.pop("p")).isEqualTo(Map.of());
	}

	@Test
	void sizesAndSamplesOfAllQueues() {
		for (int i = 0; i < 3; i++) {
			this.resque.push("q", i);
		}
		this.resque.watchQueue("empty");
		this.redis.template().opsForSet().add("resque:queues", "set");
		this.redis.template().opsForSet().add("resque:queue:set", "x");
		assertThat(this.resque.queueSizes()).containsExactly(entry("empty", 0L), entry("q", 3L), entry("set", -1L));
		assertThat(this.resque.sampleQueues(2)).containsExactly(entry("empty", new QueueSample(0, List.of())),
				entry("q", new QueueSample(3, List.of(0, 1))), entry("set", new QueueSample(-1, List.of())));
		assertThatExceptionOfType(ResqueException.class).isThrownBy(() -> this.resque.size("set"))
			.withMessageContaining("WRONGTYPE");
	}

	private List<String> raw(String queue) {
		return this.redis.template().opsForList().range("resque:queue:" + queue, 0, -1);
	}

	private void rawPush(String queue, String payload) {
		new QueueStore(this.redis.redis("resque")).push(queue, List.of(payload.getBytes(StandardCharsets.UTF_8)));
	}

}
