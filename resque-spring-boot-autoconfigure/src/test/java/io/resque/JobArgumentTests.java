package io.resque;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.ReflectionUtils;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobArgumentTests {

	@Test
	void trailingNullableAndOptionalParametersMayBeAbsent() {
		assertThat(perform(new Archive(), 44, "masterbrew", "2026-11-20")).containsExactly(44, "masterbrew",
				Optional.of(LocalDate.of(2026, 11, 20)));
		assertThat(perform(new Archive(), 44, "masterbrew")).containsExactly(44, "masterbrew", Optional.empty());
		assertThat(perform(new Archive(), 44)).containsExactly(44, null, Optional.empty());
		assertThat(perform(new Archive(), 44, null, null)).containsExactly(44, null, Optional.empty());
		assertThat(perform(new WithOptionalInt())).containsExactly(OptionalInt.empty());
		assertThat(perform(new WithForeignNullable())).containsExactly((Object) null);
	}

	@Test
	void overloadIsChosenByTheNumberOfArguments() {
		assertThat(perform(new Overloaded(), 44)).containsExactly("one", 44);
		assertThat(perform(new Overloaded(), 44, "x")).containsExactly("two", 44, "x");
		assertThat(perform(new Overloaded(), 44, "x", 1, 2)).containsExactly("many", 44, "x", List.of(1, 2));
	}

	@Test
	void variableParameterTakesTheRest() {
		assertThat(perform(new Variable(), "a", "b")).containsExactly("a", "b");
		assertThat(perform(new Variable(), "a")).containsExactly("a");
		assertThat(perform(new Variable())).isEmpty();
		assertThat(perform(new Variable(), List.of("a", "b"))).containsExactly("a", "b");
		assertThat(perform(new VariableLists(), List.of(1), List.of(2, 3))).containsExactly(List.of(1), List.of(2, 3));
		assertThat(perform(new VariableLists(), List.of())).containsExactly(List.of());
	}

	@Test
	void contextTakesNoArgument() {
		List<Object> recorded = perform(new WithContext(), "a", List.of("b", "c"));
		assertThat(recorded).startsWith("a").endsWith(List.of("b", "c")).hasSize(3);
		assertThat(recorded.get(1)).isInstanceOfSatisfying(JobContext.class,
				(context) -> assertThat(context.job().args()).containsExactly("a", List.of("b", "c")));
	}

	@Test
	void argumentsBecomeWhatTheParametersAre() {
		assertThat(perform(new Typed(), Map.of("id", 1, "tags", List.of("x")), "DAYS", List.of(1, 2)))
			.containsExactly(new Order(1, List.of("x")), TimeUnit.DAYS, List.of(1L, 2L));
		assertThat(perform(new Resolved(), Map.of("id", 1))).containsExactly(new Order(1, null));
	}

	@Test
	void oneNullIsNothingForAJobThatTakesNothing() {
		assertThat(perform(new Nothing(), (Object) null)).containsExactly("performed");
	}

	@Test
	void wrongTypeIsNamedWithItsParameter() {
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Archive(), "x", "master"))
			.withMessage("Parameter 'repoId' of Archive.perform does not take argument 1: "
					+ "expected int, but found a string");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Archive(), (Object) null))
			.withMessageContaining(
					"'repoId' of Archive.perform does not take argument 1: expected int, but found null");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Variable(), "a", 1))
			.withMessageContaining("'keys' of Variable.perform does not take argument 2: expected String");
	}

	@Test
	void wrongNumberSaysWhatIsExpected() {
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Archive()))
			.withMessage("Archive.perform expects 1 to 3 arguments (repoId, branch, date), but the payload has 0");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Archive(), 1, "a", null, 4))
			.withMessageEndingWith(", but the payload has 4");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Nothing(), 1))
			.withMessage("Nothing.perform expects no arguments, but the payload has 1");
		assertThatExceptionOfType(JobArgumentException.class).isThrownBy(() -> perform(new Overloaded()))
			.withMessage("Overloaded.perform expects 1 argument (id) or 2 arguments (id, name) "
					+ "or 2 or more arguments (id, name, rest), but the payload has 0");
	}

	@Test
	void whatTheJobThrowsComesOutUnwrapped() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> invoke(new Throwing())).withMessage("boom");
	}

	private static List<Object> perform(Recording bean, @Nullable Object... args) {
		try {
			invoke(bean, args);
			return bean.recorded;
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static void invoke(Recording bean, @Nullable Object... args) throws Throwable {
		Class<?> type = bean.getClass();
		List<JobSignature> signatures = new ArrayList<>();
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
			if (method.getName().equals("perform") && !method.isSynthetic()) {
				signatures.add(new JobSignature(method, type, Set.of(JobContext.class)));
			}
		}
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("job", bean));
		new BeanJobMethod(beans, "job", signatures, new ResqueJson(JsonProfile.CLASSIC))
			.invoke(new InlineContext(new Job("q", type.getSimpleName(), Arrays.asList(args))));
	}

	static class Recording {

		final List<Object> recorded = new ArrayList<>();

		void record(@Nullable Object... values) {
			this.recorded.addAll(Arrays.asList(values));
		}

	}

	static class Archive extends Recording {

		void perform(int repoId, @Nullable String branch, Optional<LocalDate> date) {
			record(repoId, branch, date);
		}

	}

	static class WithOptionalInt extends Recording {

		void perform(OptionalInt number) {
			record(number);
		}

	}

	static class WithForeignNullable extends Recording {

		void perform(@Foreign.Nullable String text) {
			record(text);
		}

	}

	static class Foreign {

		@Retention(RetentionPolicy.RUNTIME)
		@interface Nullable {

		}

	}

	static class Overloaded extends Recording {

		void perform(int id) {
			record("one", id);
		}

		void perform(int id, String name) {
			record("two", id, name);
		}

		void perform(int id, String name, Integer... rest) {
			record("many", id, name, List.of(rest));
		}

	}

	static class Variable extends Recording {

		void perform(String... keys) {
			record((Object[]) keys);
		}

	}

	static class VariableLists extends Recording {

		@SafeVarargs
		@SuppressWarnings("varargs")
		final void perform(List<Integer>... lists) {
			record((Object[]) lists);
		}

	}

	static class WithContext extends Recording {

		void perform(String first, JobContext context, List<String> second) {
			record(first, context, second);
		}

	}

	static class Typed extends Recording {

		void perform(Order order, TimeUnit unit, List<Long> numbers) {
			record(order, unit, numbers);
		}

	}

	abstract static class Generic<T> extends Recording {

		void perform(T value) {
			record(value);
		}

	}

	static class Resolved extends Generic<Order> {

	}

	static class Nothing extends Recording {

		void perform() {
			record("performed");
		}

	}

	static class Throwing extends Recording {

		void perform() throws Exception {
			throw new Exception("boom");
		}

	}

	record Order(int id, @Nullable List<String> tags) {
	}

}
