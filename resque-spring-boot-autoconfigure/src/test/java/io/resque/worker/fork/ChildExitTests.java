package io.resque.worker.fork;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.resque.failure.ReportedFailure;

import static org.assertj.core.api.Assertions.assertThat;

class ChildExitTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0   | false | Job exited with exit code 0                                              | true
			3   | true  | Job exited with exit code 3                                              | true
			137 | true  | Job exited with exit code 137                                            | true
			137 | false | Child process received unhandled signal pid 4711 SIGKILL (signal 9)      | false
			134 | false | Child process received unhandled signal pid 4711 SIGABRT (signal 6)      | false
			143 | false | Child process received unhandled signal pid 4711 SIGTERM (signal 15)     | false
			190 | false | Child process received unhandled signal pid 4711 SIG62 (signal 62)       | false
			""")
	void saysItAsRubyAndPhpDo(int code, boolean ordered, String text, boolean counted) {
		ReportedFailure failure = new ChildExit(4711, code, ordered).failure();
		assertThat(failure).hasMessage(text);
		assertThat(failure.exception()).isEqualTo("Resque::DirtyExit");
		assertThat(failure.counted()).isEqualTo(counted);
	}

}
