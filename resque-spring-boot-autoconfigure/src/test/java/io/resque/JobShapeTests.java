package io.resque;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.Async;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a job may look like in Java, beyond a class with a method.
 */
class JobShapeTests {

	private static final List<Object> PERFORMED = new ArrayList<>();

	@BeforeEach
	void forget() {
		PERFORMED.clear();
	}

	@ParameterizedTest
	@ValueSource(classes = { AsyncMethod.class, AsyncClass.class, ReturnsFuture.class, ReturnsStage.class,
			ReturnsPublisher.class, AsyncJobMethod.class })
	void workThatGoesOnAfterTheReturnIsRefused(Class<?> type) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> scan(type))
			.withMessageContaining("goes on after the method returned");
	}

	@Test
	void typeParameterOfASuperClassMayBeFilledIn() throws Throwable {
		perform(scan(FillsIn.class), "x");
		assertThat(PERFORMED).containsExactly("FillsIn x");
	}

	@Test
	void typeParameterMayBeFilledInWithoutAnOverride() throws Throwable {
		perform(scan(Inherits.class), 5);
		assertThat(PERFORMED).containsExactly("Generic 5");
	}

	@Test
	void methodOfAHiddenSuperClassIsFound() throws Throwable {
		perform(scan(Visible.class), "x");
		assertThat(PERFORMED).containsExactly("Hidden x");
	}

	@Test
	void resultMayBeNarrowed() throws Throwable {
		perform(scan(Narrows.class));
		assertThat(PERFORMED).containsExactly("Narrows");
	}

	private static JobDefinition scan(Class<?> type) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(type);
		List<JobDefinition> jobs = new JobScanner(context.getBeanFactory(), new ResqueJson(JsonProfile.CLASSIC)).scan();
		assertThat(jobs).hasSize(1);
		return jobs.get(0);
	}

	private static void perform(JobDefinition job, Object... args) throws Throwable {
		job.method().invoke(new InlineContext(new Job("q", job.name(), List.of(args))));
	}

	@ResqueJob
	static class AsyncMethod {

		@Async
		void perform() {
		}

	}

	@Async
	@ResqueJob
	static class AsyncClass {

		void perform() {
		}

	}

	static class AsyncJobMethod {

		@Async
		@ResqueJob
		void capture() {
		}

	}

	@ResqueJob
	static class ReturnsFuture {

		Future<String> perform() {
			return new CompletableFuture<>();
		}

	}

	@ResqueJob
	static class ReturnsStage {

		CompletionStage<String> perform() {
			return new CompletableFuture<>();
		}

	}

	@ResqueJob
	static class ReturnsPublisher {

		Mono<Void> perform() {
			return Mono.empty();
		}

	}

	static class Generic<T> {

		void perform(T argument) {
			PERFORMED.add("Generic " + argument);
		}

	}

	@ResqueJob
	static class FillsIn extends Generic<String> {

		@Override
		void perform(String argument) {
			PERFORMED.add("FillsIn " + argument);
		}

	}

	@ResqueJob
	static class Inherits extends Generic<Integer> {

	}

	interface Performing {

		void perform(String argument);

	}

	static class Hidden implements Performing {

		@Override
		public void perform(String argument) {
			PERFORMED.add("Hidden " + argument);
		}

	}

	@ResqueJob
	public static class Visible extends Hidden {

	}

	static class Returns {

		Object perform() {
			return "Returns";
		}

	}

	@ResqueJob
	static class Narrows extends Returns {

		@Override
		String perform() {
			PERFORMED.add("Narrows");
			return "Narrows";
		}

	}

}
