package io.resque.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.resque.process.ResqueCommand;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineListenerTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<Integer> exits = new ArrayList<>();

	private final CommandLineListener listener = new CommandLineListener(
			new Terminal(new PrintStream(this.out, true), new PrintStream(this.err, true), this.exits::add));

	private final Map<String, Object> properties = new HashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	CommandLineListenerTests() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("application", this.properties));
	}

	@Test
	void aCommandServesNobody() {
		this.properties.put("resque.namespace", "theirs");
		this.properties.put("logging.level.root", "debug");
		prepare("--server.port=1", "resque", "-N", "mine", "list");
		assertThat(property(CommandLineListener.COMMAND)).isEqualTo("LIST");
		assertThat(property("resque.namespace")).isEqualTo("mine");
		assertThat(property("logging.level.root")).isEqualTo("off");
		LeftOut.PROPERTIES.forEach((name, value) -> assertThat(property(name)).as(name).isEqualTo(value));
		assertThat(this.exits).isEmpty();
	}

	@Test
	void theServerIsTheOneOfTheOptionAndTheRestAsConfigured() {
		prepare("resque", "list", "-r", "box:1");
		assertThat(property("spring.data.redis.host")).isEqualTo("box");
		assertThat(property("spring.data.redis.port")).isEqualTo("1");
		assertThat(property("spring.data.redis.url")).isNull();
		this.properties.put("spring.data.redis.url", "rediss://u:p@theirs:2/3");
		this.environment.getPropertySources().remove("resqueCommand");
		prepare("resque", "list", "-r", "box:1");
		assertThat(property("spring.data.redis.url")).isEqualTo("rediss://u:p@box:1/3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "list", "other resque list", "--resque=list", "", "resquelist" })
	void otherArgumentsAreNoCommand(String arguments) {
		prepare(arguments.split(" "));
		assertThat(property(CommandLineListener.COMMAND)).isNull();
		fail();
		assertThat(this.exits).isEmpty();
	}

	@Test
	void anApplicationWithThatArgumentOfItsOwnSwitchesItOff() {
		this.properties.put("resque.process.command-line", "false");
		prepare("resque", "is", "something", "else");
		assertThat(property(CommandLineListener.COMMAND)).isNull();
		assertThat(this.exits).isEmpty();
	}

	@Test
	void helpAndMistakesEndTheProcessBeforeAnythingElse() {
		prepare("resque");
		assertThat(this.out).hasToString(ResqueCommand.USAGE);
		assertThat(this.exits).containsExactly(0);
		prepare("resque", "kill");
		assertThat(this.err).asString().startsWith("resque: Which worker?");
		assertThat(this.exits).containsExactly(0, 1);
	}

	@Test
	void anApplicationThatDoesNotStartIsASentence() {
		prepare("resque", "list");
		fail();
		assertThat(this.err)
			.hasToString("resque: the application does not start: java.lang.IllegalArgumentException: cause"
					+ System.lineSeparator());
		assertThat(this.exits).containsExactly(1);
	}

	@Test
	void comesBehindConfigurationFilesAndBeforeLogging() {
		assertThat(this.listener.getOrder()).isGreaterThan(EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER)
			.isLessThan(LoggingApplicationListener.DEFAULT_ORDER);
	}

	private void prepare(String... arguments) {
		this.listener.onApplicationEvent(new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
				new SpringApplication(), arguments, this.environment));
	}

	private void fail() {
		this.listener.onApplicationEvent(new ApplicationFailedEvent(new SpringApplication(), new String[0], null,
				new IllegalStateException("outer", new IllegalArgumentException("cause"))));
	}

	private String property(String name) {
		return this.environment.getProperty(name);
	}

}
