package io.resque;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is marked as sensitive does not appear when a job is put into words.
 */
class SensitiveTests {

	@BeforeAll
	static void register() {
		TestJobs.registry(HiddenParameter.class, HiddenOverload.class, HiddenRest.class, HiddenType.class,
				HiddenMember.class, HiddenMethods.class);
	}

	@Test
	void aParameterIsHiddenAtItsPosition() {
		assertThat(text("HiddenParameter", 4711, "DE02", "a")).endsWith("[4711,\"•••\",\"a\"])");
		assertThat(text("HiddenParameter", 4711, Map.of("iban", List.of("DE02")))).endsWith("[4711,\"•••\"])");
		assertThat(text("HiddenParameter", 4711, null)).endsWith("[4711,\"•••\"])");
		assertThat(text("HiddenParameter")).endsWith("[])");
		assertThat(text("Visible", 4711, "DE02")).endsWith("[4711,\"DE02\"])");
	}

	@Test
	void aliasesAndNamesWithDashesAreHiddenToo() {
		assertThat(text("HiddenBefore", 4711, "DE02")).doesNotContain("DE02");
		assertThat(text("hidden-parameter", 4711, "DE02")).doesNotContain("DE02");
	}

	@Test
	void overloadsHideTheSame() {
		assertThat(text("HiddenOverload", "a", "b")).endsWith("[\"•••\",\"b\"])");
		assertThat(text("HiddenOverload", "a", "b", "c")).endsWith("[\"•••\",\"b\",\"•••\"])");
	}

	@Test
	void aVariableParameterHidesTheRest() {
		assertThat(text("HiddenRest", "a", "b", "c")).endsWith("[\"a\",\"•••\",\"•••\"])");
	}

	@Test
	void aTypeIsHiddenWhereverItIsTaken() {
		Map<String, Object> vault = Map.of("what", "gold");
		assertThat(text("HiddenType", vault, List.of(vault), Map.of("a", vault), "b"))
			.endsWith("[\"•••\",\"•••\",\"•••\",\"b\"])");
	}

	@Test
	void aMemberIsHiddenByItsName() {
		assertThat(text("HiddenMember", Map.of("number", "4111", "owner", Map.of("birth_day", "1815"), "p-i-n", 1)))
			.doesNotContain("4111", "1815", "1}")
			.contains("\"birth_day\":\"•••\"", "\"number\":\"•••\"", "\"p-i-n\":\"•••\"");
		assertThat(text("HiddenMember", Map.of("vault", Map.of("what", "gold")))).endsWith("[{\"vault\":\"•••\"}])");
		assertThat(text("HiddenMember", Map.of("code", "1234"))).endsWith("[{\"code\":\"•••\"}])");
		assertThat(text("HiddenMember", Map.of("city", "London"))).endsWith("[{\"city\":\"London\"}])");
	}

	@Test
	void theJobOfAMethodHidesItsOwnParameters() {
		assertThat(text("HiddenFirst", "a", "b")).endsWith("[\"•••\",\"b\"])");
		assertThat(text("HiddenSecond", "a", "b")).endsWith("[\"a\",\"•••\"])");
	}

	private static String text(String job, @Nullable Object... args) {
		return new Job("low", job, Arrays.asList(args)).toString();
	}

	@ResqueJob(queue = "low", aliases = "HiddenBefore")
	static class HiddenParameter {

		void perform(int order, @Sensitive @Nullable Object iban, @Nullable String note) {
		}

	}

	@ResqueJob(queue = "low")
	static class HiddenOverload {

		void perform(@Sensitive String one, String two) {
		}

		void perform(String one, String two, @Sensitive String three) {
		}

	}

	@ResqueJob(queue = "low")
	static class HiddenRest {

		void perform(String one, @Sensitive String... more) {
		}

	}

	@ResqueJob(queue = "low")
	static class HiddenType {

		void perform(Vault vault, List<Vault> vaults, Map<String, Vault> byName, String note) {
		}

	}

	@ResqueJob(queue = "low")
	static class HiddenMember {

		void perform(Card card) {
		}

	}

	static class HiddenMethods {

		@ResqueJob(name = "HiddenFirst", queue = "low")
		void first(@Sensitive String one, String two) {
		}

		@ResqueJob(name = "HiddenSecond", queue = "low")
		void second(String one, @Sensitive String two) {
		}

	}

	@Sensitive
	record Vault(String what) {
	}

	static class Paper {

		@Sensitive
		String number = "";

		@JsonProperty("code")
		@Sensitive
		int renamed;

	}

	static class Card extends Paper {

		@Sensitive
		int pIn;

		String city = "";

		@Nullable Vault vault;

		@Nullable Owner owner;

	}

	record Owner(String name, @Sensitive String birthDay, @Nullable Owner heir) {
	}

}
