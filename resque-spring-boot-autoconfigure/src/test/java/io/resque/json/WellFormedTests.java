package io.resque.json;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WellFormedTests {

	@Test
	void wellFormedTextStaysTheSame() {
		String text = "caf\u00e9 \u2603 \ud83d\ude00";
		assertThat(WellFormed.text(text)).isEqualTo(text);
	}

	@Test
	void halvesOfPairsBecomeQuestionMarks() {
		assertThat(WellFormed.text("a\ud83db\ude00c\ude00\ud83d")).isEqualTo("a?b?c??");
	}

	@Test
	void textIsCutBetweenCharacters() {
		assertThat(WellFormed.shortened("ab\ud83d\ude00", 3)).isEqualTo("ab…");
		assertThat(WellFormed.shortened("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
		assertThat(WellFormed.shortened("ab", 0)).isEqualTo("…");
	}

}
