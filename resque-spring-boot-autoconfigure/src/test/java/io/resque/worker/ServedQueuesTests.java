package io.resque.worker;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServedQueuesTests {

	private static final List<String> QUEUES = List.of("mail", "mail_slow", "reports", ".hidden");

	@Test
	void withoutWorkersAllAreLeftOut() {
		assertThat(ServedQueues.leftOut(QUEUES, List.of())).containsExactly(".hidden", "mail", "mail_slow", "reports");
	}

	@Test
	void namesAndGlobsAreServed() {
		assertThat(ServedQueues.leftOut(QUEUES, List.of(List.of("mail"), List.of("rep*", "other"))))
			.containsExactly(".hidden", "mail_slow");
	}

	@Test
	void starServesAllButHiddenOnes() {
		assertThat(ServedQueues.leftOut(QUEUES, List.of(List.of("*")))).containsExactly(".hidden");
		assertThat(ServedQueues.leftOut(QUEUES, List.of(List.of("*"), List.of(".hidden")))).isEmpty();
	}

	@Test
	void negationsAreNotServed() {
		assertThat(ServedQueues.leftOut(QUEUES, List.of(List.of("*", "!mail*")))).containsExactly(".hidden", "mail",
				"mail_slow");
		assertThat(ServedQueues.leftOut(List.of("mail"), List.of(List.of("!mail", "*"), List.of("mail")))).isEmpty();
	}

	@Test
	void listsThatNameNothingServeNothing() {
		assertThat(ServedQueues.leftOut(List.of("mail"), List.of(List.of(), List.of("!reports"))))
			.containsExactly("mail");
	}

}
