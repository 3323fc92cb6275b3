package io.resque.sample.basic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FailingJobTests {

	@Test
	void failsWithTheMessage() {
		assertThatIllegalStateException().isThrownBy(() -> new FailingJob().perform("boom")).withMessage("boom");
	}

}
