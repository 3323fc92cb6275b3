package io.resque.failure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.example.Boom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobFailureTests {

	private static final Instant TIME = Instant.parse("2026-11-20T15:00:24Z");

	@Test
	void failingJobIsRecordedWithClassAndMessage() {
		JobFailure failure = failure(thrownBy("perform", "boom"));
		assertThat(failure.exception()).isEqualTo("java.lang.IllegalArgumentException");
		assertThat(failure.error()).isEqualTo("boom");
		assertThat(failure.queue()).isEqualTo("low");
		assertThat(failure.workerId()).isEqualTo("host:1:low");
		assertThat(failure.failedAt()).isEqualTo(TIME);
	}

	@Test
	void missingMessageIsEmpty() {
		assertThat(failure(new IllegalStateException()).error()).isEmpty();
	}

	@Test
	void messageThatCannotBeMadeIsNoNewFailure() {
		assertThat(failure(new BrokenException()).error()).contains("UnsupportedOperationException");
	}

	@Test
	void invalidTextInTheMessageIsCleaned() {
		assertThat(failure(new IllegalStateException("half \ud83d a pair \ud83d\ude00")).error())
			.isEqualTo("half ? a pair \ud83d\ude00");
	}

	@Test
	void hugeMessageIsBounded() {
		assertThat(failure(new IllegalStateException("x".repeat(5_000_000))).error().length()).isLessThan(25_000);
	}

	@Test
	void backtraceEndsWhereTheLibraryCalledTheJob() {
		assertThat(failure(thrownBy("perform", "boom")).backtrace()).singleElement()
			.asString()
			.startsWith("at org.example.Boom.perform(Boom.java:");
	}

	@Test
	void backtraceEndsAtTheJobInAnExecutorThread() throws InterruptedException {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			executor.submit(() -> Boom.perform("boom")).get();
		}
		catch (ExecutionException ex) {
			assertThat(failure(ex.getCause()).backtrace()).singleElement()
				.asString()
				.startsWith("at org.example.Boom.perform(Boom.java:");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void libraryFramesInsideOfTheJobAreLeftOut() {
		Throwable thrown = thrownBy("call", (Runnable) () -> Boom.perform("inside"));
		assertThat(failure(thrown).backtrace()).first().asString().startsWith("at org.example.Boom.perform(");
		assertThat(failure(thrown).backtrace()).last().asString().startsWith("at org.example.Boom.call(");
		assertThat(failure(thrown).backtrace()).noneMatch((frame) -> frame.contains("io.resque."));
	}

	@Test
	void framesOfTheJdkAboveTheJobStay() {
		assertThat(failure(thrownBy("parse")).backtrace()).first().asString().contains("java.lang.");
		assertThat(failure(thrownBy("parse")).backtrace()).last().asString().startsWith("at org.example.Boom.parse(");
	}

	@Test
	void causesAreIncludedWithoutSharedFrames() {
		List<String> backtrace = failure(thrownBy("wrap")).backtrace();
		assertThat(backtrace).hasSize(4);
		assertThat(backtrace.get(0)).startsWith("at org.example.Boom.wrap(");
		assertThat(backtrace.get(1)).isEqualTo("Caused by: java.lang.IllegalArgumentException: the cause");
		assertThat(backtrace.get(2)).startsWith("at org.example.Boom.perform(");
		assertThat(backtrace.get(3)).startsWith("at org.example.Boom.wrap(");
	}

	@Test
	void causesInACircleEnd() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		assertThat(failure(first).backtrace()).filteredOn((line) -> line.startsWith("Caused by: ")).hasSize(1);
	}

	@Test
	void stackOverflowIsBounded() {
		assertThat(failure(thrownBy("overflow")).backtrace()).hasSizeLessThanOrEqualTo(200)
			.last()
			.asString()
			.matches("\\.\\.\\. \\d+ more");
	}

	@Test
	void manyCausesAreBounded() {
		Throwable thrown = thrownBy("wrap");
		for (int i = 0; i < 300; i++) {
			thrown = new IllegalStateException("x".repeat(5_000), thrown);
		}
		assertThat(failure(thrown).backtrace()).hasSize(200).allMatch((line) -> line.length() < 1_100);
	}

	@Test
	void failureOfTheLibraryItselfHasNoFrames() {
		StackTraceElement own = new StackTraceElement("io.resque.worker.Worker", "run", "Worker.java", 1);
		StackTraceElement thread = new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1);
		Exception thrown = new Exception("ours");
		thrown.setStackTrace(new StackTraceElement[] { own, thread });
		assertThat(failure(thrown).backtrace()).isEmpty();
	}

	@Test
	void failureInTheJdkCalledByTheLibraryKeepsItsTop() {
		StackTraceElement top = new StackTraceElement("java.lang.Long", "parseLong", "Long.java", 1);
		StackTraceElement own = new StackTraceElement("io.resque.worker.Worker", "run", "Worker.java", 1);
		StackTraceElement thread = new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1);
		Exception thrown = new Exception("ours");
		thrown.setStackTrace(new StackTraceElement[] { top, own, thread });
		assertThat(failure(thrown).backtrace()).containsExactly("at java.lang.Long.parseLong(Long.java:1)");
	}

	@Test
	void proxiesBelowTheJobAreCutAndSampleJobsAreNot() {
		StackTraceElement job = new StackTraceElement("io.resque.sample.Archive", "perform", "Archive.java", 9);
		StackTraceElement proxy = new StackTraceElement("io.resque.sample.Archive$$SpringCGLIB$$0", "perform", "<>", 1);
		StackTraceElement aop = new StackTraceElement("org.springframework.aop.X", "proceed", "X.java", 1);
		Exception thrown = new Exception("job");
		thrown.setStackTrace(new StackTraceElement[] { job, aop, proxy, aop });
		assertThat(failure(thrown).backtrace()).containsExactly("at io.resque.sample.Archive.perform(Archive.java:9)");
	}

	private static JobFailure failure(Throwable thrown) {
		return JobFailure.of("low", new byte[0], thrown, "host:1:low", TIME);
	}

	/** Calls the job by reflection from a class of the library, as the library does. */
	private static Throwable thrownBy(String method, Object... args) {
		try {
			for (Method candidate : Boom.class.getMethods()) {
				if (candidate.getName().equals(method)) {
					candidate.invoke(null, args);
				}
			}
			throw new IllegalStateException("Nothing was thrown");
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("serial")
	private static final class BrokenException extends RuntimeException {

		@Override
		public String getMessage() {
			throw new UnsupportedOperationException();
		}

	}

}
