package io.resque.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.example.forked.ForkApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application itself, with a command as its arguments.
 */
@ExtendWith(RedisServerExtension.class)
class CommandLineTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	CommandLineTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@Test
	void printsTheAnswerAndNothingElseAndStartsNothing() throws Exception {
		this.redis.opsForSet().add("mine:workers", "box:7:a,b");
		this.redis.opsForList().rightPush("mine:queue:jobs", "{\"class\":\"Print\",\"args\":[\"performed\"]}");
		Answer list = run("resque", "list", "-r", this.server.url(), "-N", "mine", "--logging.level.io.resque=debug",
				"--logging.level.org.springframework.boot=debug", "--debug", "--resque.process.exit-when-empty=true",
				"--resque.process.status-file=/missing/status");
		assertThat(list).isEqualTo(new Answer(0, "box:7:a,b (idle)\n", ""));
		assertThat(this.redis.keys("test:*")).as("runner, lifecycle bean, scheduled method").isEmpty();
		assertThat(this.redis.keys("*")).containsExactlyInAnyOrder("mine:workers", "mine:queue:jobs");
	}

	@Test
	void whatGoesWrongIsASentenceAndExitCodeOne() throws Exception {
		assertThat(run("resque", "lisst", "--server.port=0")).satisfies((answer) -> {
			assertThat(answer.code()).isEqualTo(1);
			assertThat(answer.out()).isEmpty();
			assertThat(answer.err()).startsWith("resque: There is no command 'lisst'")
				.satisfies((text) -> assertThat(text.lines()).hasSize(1));
		});
		assertThat(run("resque", "remove", "box:7:a", "-r", "127.0.0.1:1")).satisfies((answer) -> {
			assertThat(answer.code()).isEqualTo(1);
			assertThat(answer.out()).isEmpty();
			assertThat(answer.err()).startsWith("resque: Redis does not do what it should:")
				.satisfies((text) -> assertThat(text.lines()).hasSize(1));
		});
	}

	private static Answer run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), ForkApplication.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			return new Answer(process.exitValue(),
					new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
					new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Answer(int code, String out, String err) {
	}

}
