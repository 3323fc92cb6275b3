package io.resque;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.resque.TestJobs.Archive;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class TransactionTests {

	private final Transactions manager = new Transactions();

	private final RedisServer redis;

	private final ResqueTemplate resque;

	TransactionTests(RedisServer redis) {
		this.redis = redis;
		this.resque = template();
	}

	@Test
	void pushesAtCommitInTheOrderOfTheCalls() {
		tx(() -> {
			assertThat(this.resque.enqueue(Archive.class, 1)).isTrue();
			this.resque.enqueueTo("other", "Ruby", 2);
			assertThat(this.resque.enqueueAll(Archive.class, List.of(List.of(3), List.of(4)))).isEqualTo(2);
			this.resque.recreate(new Job("file_serve", "Archive", List.of(5)));
			assertThat(this.resque.queues()).isEmpty();
		});
		assertThat(ids("file_serve")).containsExactly("1", "3", "4", "5");
		assertThat(ids("other")).containsExactly("2");
	}

	@Test
	void delaysAtCommitToo() {
		tx(() -> {
			this.resque.enqueueIn(Duration.ofHours(1), Archive.class, 1);
			this.resque.enqueueIn(Duration.ofHours(2), Archive.class, 2);
			this.resque.enqueue(Archive.class, 3);
			assertThat(this.resque.delayed().count() + this.resque.size("file_serve")).isZero();
		});
		assertThat(this.resque.delayed().find((job) -> true)).extracting((job) -> job.job().args().get(0))
			.containsExactly(1, 2);
		assertThat(ids("file_serve")).containsExactly("3");
		rollBack(TransactionDefinition.PROPAGATION_REQUIRED,
				() -> this.resque.enqueueIn(Duration.ofHours(1), Archive.class, 4));
		assertThat(this.resque.delayed().count()).isEqualTo(2);
	}

	@Test
	void aRollbackLosesNoJobThatWasToBeDelayedAnew() {
		this.resque.enqueueIn(Duration.ofHours(1), Archive.class, 1);
		rollBack(TransactionDefinition.PROPAGATION_REQUIRED,
				() -> this.resque.delayed().delayOrEnqueue(Due.in(Duration.ofHours(2)), Archive.class, 1));
		assertThat(this.resque.delayed().count()).isOne();
	}

	@Test
	void pushesNothingAfterARollback() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> tx(() -> {
			this.resque.enqueue(Archive.class, 1);
			throw new IllegalStateException();
		}));
		assertThat(this.resque.queues()).isEmpty();
		tx(() -> this.resque.enqueue(Archive.class, 2));
		assertThat(ids("file_serve")).containsExactly("2");
	}

	@Test
	void argsAreThoseOfTheCall() {
		tx(() -> {
			List<String> branches = new ArrayList<>(List.of("x"));
			this.resque.enqueue(Archive.class, branches);
			branches.set(0, "changed");
		});
		assertThat(ids("file_serve")).containsExactly("[\"x\"]");
	}

	@Test
	void innerTransactionHasItsOwnOutcome() {
		tx(() -> {
			this.resque.enqueue(Archive.class, 1);
			tx(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> this.resque.enqueue(Archive.class, 2));
			assertThat(ids("file_serve")).containsExactly("2");
			rollBack(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> this.resque.enqueue(Archive.class, 3));
			this.resque.enqueue(Archive.class, 4);
		});
		assertThat(ids("file_serve")).containsExactly("2", "1", "4");
	}

	@Test
	void committedInnerTransactionStaysWhenTheOuterRollsBack() {
		rollBack(TransactionDefinition.PROPAGATION_REQUIRED, () -> {
			this.resque.enqueue(Archive.class, 1);
			tx(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> this.resque.enqueue(Archive.class, 2));
		});
		assertThat(ids("file_serve")).containsExactly("2");
	}

	@Test
	void suspendedTransactionDoesNotHoldBackOthersJobs() {
		tx(() -> {
			this.resque.enqueue(Archive.class, 1);
			tx(TransactionDefinition.PROPAGATION_NOT_SUPPORTED, () -> {
				this.resque.enqueue(Archive.class, 2);
				assertThat(ids("file_serve")).containsExactly("2");
			});
		});
		assertThat(ids("file_serve")).containsExactly("2", "1");
	}

	@Test
	void rolledBackSavepointForgetsWhatCameAfterIt() {
		tx(() -> {
			this.resque.enqueue(Archive.class, 1);
			rollBack(TransactionDefinition.PROPAGATION_NESTED, () -> this.resque.enqueue(Archive.class, 2));
			tx(TransactionDefinition.PROPAGATION_NESTED, () -> this.resque.enqueue(Archive.class, 3));
		});
		assertThat(ids("file_serve")).containsExactly("1", "3");
	}

	@Test
	void rolledBackSavepointForgetsTheFirstJobsToo() {
		tx(() -> {
			rollBack(TransactionDefinition.PROPAGATION_NESTED, () -> this.resque.enqueue(Archive.class, 1));
			this.resque.enqueue(Archive.class, 2);
		});
		assertThat(ids("file_serve")).containsExactly("2");
	}

	@Test
	void enqueueAfterTheCommitIsNotLost() {
		tx(() -> afterCommit(() -> this.resque.enqueue(Archive.class, 1)));
		assertThat(ids("file_serve")).containsExactly("1");
		tx(() -> {
			this.resque.enqueue(Archive.class, 2);
			afterCommit(() -> this.resque.enqueue(Archive.class, 3));
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int status) {
					TransactionTests.this.resque.enqueue(Archive.class, 4);
				}

			});
		});
		assertThat(ids("file_serve")).containsExactlyInAnyOrder("1", "2", "3", "4");
	}

	@Test
	void enqueueBehindOurOwnPushIsPushedAtOnce() {
		tx(() -> {
			this.resque.enqueue(Archive.class, 1);
			afterCommit(() -> {
				assertThat(ids("file_serve")).containsExactly("1");
				this.resque.enqueue(Archive.class, 2);
				assertThat(ids("file_serve")).containsExactly("1", "2");
			});
		});
		assertThat(ids("file_serve")).containsExactly("1", "2");
	}

	@Test
	void enqueueBeforeTheCommitBelongsToTheTransaction() {
		tx(() -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				TransactionTests.this.resque.enqueue(Archive.class, 1);
				assertThat(TransactionTests.this.resque.queues()).isEmpty();
			}

		}));
		assertThat(ids("file_serve")).containsExactly("1");
	}

	@Test
	void synchronizationWithoutTransactionHoldsNothingBack() {
		tx(TransactionDefinition.PROPAGATION_SUPPORTS, () -> {
			this.resque.enqueue(Archive.class, 1);
			assertThat(ids("file_serve")).containsExactly("1");
		});
	}

	@Test
	void hooksRunAtTheCall() {
		List<String> calls = new ArrayList<>();
		JobHooks hooks = new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				return calls.add("before");
			}

			@Override
			public void afterEnqueue(Job job) {
				calls.add("after");
			}

		};
		tx(() -> {
			template(hooks).enqueue(Archive.class, 1);
			assertThat(calls).containsExactly("before", "after");
		});
		assertThat(calls).hasSize(2);
		assertThat(ids("file_serve")).hasSize(1);
	}

	@Test
	void refusedQueueDoesNotKeepTheOthersFromTheirs() {
		this.redis.template().opsForValue().set("resque:queue:broken", "text");
		assertThatExceptionOfType(EnqueueException.class).isThrownBy(() -> tx(() -> {
			this.resque.enqueueTo("broken", "Ruby", 1);
			this.resque.enqueue(Archive.class, 2);
			this.resque.enqueueTo("broken", "Ruby", 3);
		})).withMessageContaining("'broken'").satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		assertThat(ids("file_serve")).containsExactly("2");
	}

	private ResqueTemplate template(JobHooks... hooks) {
		return new ResqueTemplate(this.redis.redis("resque"), TestJobs.registry(), TestJobs.codec(), List.of(hooks),
				null);
	}

	private void tx(Runnable body) {
		tx(TransactionDefinition.PROPAGATION_REQUIRED, body);
	}

	private void tx(int propagation, Runnable body) {
		template(propagation).executeWithoutResult((status) -> body.run());
	}

	private void rollBack(int propagation, Runnable body) {
		template(propagation).executeWithoutResult((status) -> {
			body.run();
			status.setRollbackOnly();
		});
	}

	private TransactionTemplate template(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		template.setPropagationBehavior(propagation);
		return template;
	}

	private static void afterCommit(Runnable callback) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				callback.run();
			}

		});
	}

	private List<String> ids(String queue) {
		return this.redis.template()
			.opsForList()
			.range("resque:queue:" + queue, 0, -1)
			.stream()
			.map((payload) -> payload.replaceFirst(".*\"args\":\\[(.*)]}", "$1"))
			.toList();
	}

	/** Transactions of no resource at all. */
	private static final class Transactions extends AbstractPlatformTransactionManager {

		private @Nullable Object current;

		private Transactions() {
			setNestedTransactionAllowed(true);
		}

		@Override
		protected Object doGetTransaction() {
			return new Transaction(this.current != null);
		}

		@Override
		protected boolean isExistingTransaction(Object transaction) {
			return ((Transaction) transaction).existing();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.current = transaction;
		}

		@Override
		protected Object doSuspend(Object transaction) {
			Object suspended = this.current;
			this.current = null;
			return suspended;
		}

		@Override
		protected void doResume(@Nullable Object transaction, Object suspended) {
			this.current = suspended;
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

		@Override
		protected void doCleanupAfterCompletion(Object transaction) {
			this.current = null;
		}

	}

	private record Transaction(boolean existing) implements SavepointManager {

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

	}

}
