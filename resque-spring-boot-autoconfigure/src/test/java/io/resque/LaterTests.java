package io.resque;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.TestJobs.Archive;
import io.resque.TestJobs.Repositories;
import io.resque.TestJobs.WithoutQueue;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class LaterTests {

	private final RedisServer redis;

	private final ResqueTemplate resque;

	LaterTests(RedisServer redis) {
		this.redis = redis;
		this.resque = new ResqueTemplate(
				redis.redis("resque"), TestJobs.registry(Sending.class, Closed.class, Sealed.class, Recorded.class,
						WithPrivate.class, WithFinal.class, WithoutDefaultConstructor.class),
				TestJobs.codec(), List.of(), null);
	}

	@Test
	void callIsEnqueuedInsteadOfPerformed() {
		this.resque.later(Archive.class).perform(44, "master", null);
		assertThat(raw("file_serve")).containsExactly("{\"class\":\"Archive\",\"args\":[44,\"master\"]}");
	}

	@Test
	void absentArgumentsAreLeftOut() {
		this.resque.later(Repositories.class).createArchive(44, null, null);
		this.resque.later(Archive.class).perform(null, null, null);
		assertThat(raw("file_serve")).containsExactly("{\"class\":\"CreateArchive\",\"args\":[44]}",
				"{\"class\":\"Archive\",\"args\":[null]}");
	}

	@Test
	void answersNothing() {
		assertThat(this.resque.later(Repositories.class).createArchive(44, null, "x")).isFalse();
		assertThat(this.resque.later(Repositories.class).clean("a", "b")).isZero();
		assertThat(raw("cleaning")).containsExactly("{\"class\":\"Clean\",\"args\":[\"a\",\"b\"]}");
	}

	@Test
	void beanNeedsNoDefaultConstructor() {
		this.resque.later(WithoutDefaultConstructor.class).perform(1);
		assertThat(raw("later")).hasSize(1);
	}

	@Test
	void interfaceStandsForItsBean() {
		Sender sender = this.resque.later(Sender.class);
		sender.perform("a@example.org");
		assertThat(raw("mail")).containsExactly("{\"class\":\"Sending\",\"args\":[\"a@example.org\"]}");
		assertThat(sender).hasToString("later(Sender)").isEqualTo(this.resque.later(Sender.class));
	}

	@Test
	void methodThatIsNoJobIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> this.resque.later(Repositories.class).unrelated())
			.withMessageContaining("has no job in its method 'unrelated'");
		assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> this.resque.later(String.class));
		assertThatExceptionOfType(NoQueueException.class)
			.isThrownBy(() -> this.resque.later(WithoutQueue.class).perform());
	}

	@Test
	void whatNoProxyCanStandInForIsRefused() {
		assertClosed(Closed.class, "Closed is final, so later()");
		assertClosed(Recorded.class, "Recorded is a record, so later()");
		assertClosed(Sealed.class, "Sealed is sealed, so later()");
		assertClosed(WithPrivate.class, "WithPrivate has a method 'perform' that is private, so later()");
		assertClosed(WithFinal.class, "WithFinal has a method 'perform' that is final, so later()");
	}

	private void assertClosed(Class<?> type, String message) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> this.resque.later(type))
			.withMessageContaining(message)
			.withMessageEndingWith("use enqueue(" + type.getSimpleName() + ".class, …)");
	}

	private List<String> raw(String queue) {
		return this.redis.template().opsForList().range("resque:queue:" + queue, 0, -1);
	}

	interface Sender {

		void perform(String address);

	}

	@ResqueJob(queue = "mail")
	static class Sending implements Sender {

		@Override
		public void perform(String address) {
		}

	}

	@ResqueJob(queue = "later")
	static final class Closed {

		void perform() {
		}

	}

	@ResqueJob(queue = "later")
	static sealed class Sealed permits Permitted {

		void perform() {
		}

	}

	static final class Permitted extends Sealed {

	}

	@ResqueJob(queue = "later")
	record Recorded(String name) {

		void perform() {
		}

	}

	@ResqueJob(queue = "later")
	static class WithPrivate {

		private void perform() {
		}

	}

	@ResqueJob(queue = "later")
	static class WithFinal {

		final void perform() {
		}

	}

	@ResqueJob(queue = "later")
	static class WithoutDefaultConstructor {

		private final List<String> needed;

		WithoutDefaultConstructor(List<String> needed) {
			this.needed = List.copyOf(needed);
		}

		void perform(int index) {
			this.needed.get(index);
		}

	}

}
