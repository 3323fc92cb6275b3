package io.resque.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RespStreamTests {

	@ParameterizedTest
	@ValueSource(strings = { "+OK\r\n", "-ERR no\r\n", ":7\r\n", "_\r\n", ",1.5\r\n", "#t\r\n", "(12345\r\n",
			"$0\r\n\r\n", "$-1\r\n", "$4\r\na\r\nb\r\n", "=5\r\ntxt:a\r\n", "!3\r\nERR\r\n", "*0\r\n", "*-1\r\n",
			"*2\r\n:1\r\n$1\r\n*\r\n", "*2\r\n*2\r\n:1\r\n:2\r\n*0\r\n", "%1\r\n+a\r\n*1\r\n:1\r\n", "~1\r\n+a\r\n",
			">2\r\n+a\r\n+b\r\n" })
	void aMessageEndsWithItsLastByteAndNotBefore(String message) {
		RespStream stream = new RespStream();
		List<Integer> ends = new ArrayList<>();
		byte[] bytes = (message + message).getBytes(StandardCharsets.ISO_8859_1);
		for (int i = 0; i < bytes.length; i++) {
			stream.take(bytes[i]);
			if (stream.isComplete()) {
				ends.add(i + 1);
				assertThat(stream.isPush()).isEqualTo(message.startsWith(">"));
			}
		}
		assertThat(ends).containsExactly(message.length(), 2 * message.length());
	}

	@Test
	void theWordsOfACommandAreRead() {
		RespStream stream = new RespStream();
		List<String> words = new ArrayList<>();
		for (byte next : "*3\r\n$4\r\nLPOP\r\n$1\r\nq\r\n$2\r\n10\r\n".getBytes(StandardCharsets.ISO_8859_1)) {
			stream.take(next);
			if (!stream.word().isEmpty()) {
				words.add(stream.word());
			}
		}
		assertThat(words).containsExactly("LPOP", "q", "10");
	}

}
