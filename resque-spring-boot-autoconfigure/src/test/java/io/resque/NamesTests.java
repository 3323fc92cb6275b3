package io.resque;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "file_serve", "a:b", "a/b", "with blank", "é", "x-1.2" })
	void queueMayHaveAnyOrdinaryName(String name) {
		assertThat(Names.queue(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " a", "a ", "a,b", "*", "a?", "[a]", "{a}", "!a", "a\\b", "a\nb", "a\u0000",
			"${queue}" })
	void queueThatNoWorkerCouldNameIsRefused(String name) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Names.queue(name))
			.withMessageStartingWith("The queue '")
			.withMessageContaining("' cannot be used: ");
	}

	@Test
	void messageNamesTheOffenderAndTheReason() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Names.queue("a,b"))
			.withMessage("The queue 'a,b' cannot be used: a comma separates queues where workers list them");
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Names.job("a\nb"))
			.withMessage("The job name 'a\\u000ab' cannot be used: it has a control character in it");
	}

	@Test
	void jobMayHaveALongRubyName() {
		assertThat(Names.job("ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper")).isNotEmpty();
		assertThat(Names.job("J".repeat(255))).hasSize(255);
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Names.job("J".repeat(256)))
			.withMessageEndingWith("it is longer than 255 characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "resque", "{resque}", "staging:resque" })
	void namespaceMayHaveAHashTagAndColonsInside(String name) {
		assertThat(Names.namespace(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\t", "resque:" })
	void namespaceThatKeysCouldNotHaveIsRefused(String name) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Names.namespace(name))
			.withMessageStartingWith("The namespace '");
	}

}
