package io.resque.process;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.resque.process.ResqueCommand.Action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResqueCommandTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = { //
			"resque                                  | HELP   | - | - | -",
			"resque -h                               | HELP   | - | - | -",
			"resque kill --help                      | HELP   | - | - | -",
			"resque list                             | LIST   | - | - | -",
			"--server.port=1 resque list --debug     | LIST   | - | - | -",
			"resque remove box:1:a,b                 | REMOVE | box:1:a,b | - | -",
			"resque -r box:6380 kill box:1:* -N jobs | KILL   | box:1:* | box:6380 | jobs",
			"resque --redis=box:1 --namespace=a list | LIST   | - | box:1 | a",
			"resque --redis redis://u:p@h/3 list     | LIST   | - | redis://u:p@h/3 | -",
			"resque remove resque                    | REMOVE | resque | - | -" })
	void isReadAsRubyReadsIt(String arguments, Action action, String worker, String redis, String namespace) {
		assertThat(parse(arguments)).isEqualTo(new ResqueCommand(action, worker, redis, namespace));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "resque lisst | There is no command 'lisst', only list, remove and kill",
					"resque lisst | resque.process.command-line=false",
					"resque kill | Which worker? Say: resque kill ID", "resque remove -N x | Which worker?",
					"resque list all of them | Too many words for resque list: all",
					"resque list -r | The option -r needs a value", "resque list --namespace= | needs a value",
					"resque list -r box | 'box' does not say where Redis is",
					"resque list -r http://box:1 | 'http://box:1' does not say where Redis is" })
	void whatIsNoCommandIsToldSo(String arguments, String message) {
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> parse(arguments))
			.withMessageContaining(message);
	}

	@Test
	void anEmptyIdIsNone() {
		assertThatExceptionOfType(CommandException.class)
			.isThrownBy(() -> ResqueCommand.parse(List.of("resque", "kill", "")))
			.withMessageContaining("Which worker?");
	}

	@Test
	void usageNamesEveryCommandAndOption() {
		assertThat(ResqueCommand.USAGE).contains("list ", "remove ID", "kill ID", "-r, --redis", "-N, --namespace",
				"-h, --help");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "box:1, -, -", "redis://h:2/3, -, redis://h:2/3", "redis://h:2, redis://a:b@c:4/5, redis://h:2",
					"box:1, redis://a:b@c:4/5, redis://a:b@box:1/5", "box:1, rediss://c, rediss://box:1",
					"-, redis://c, -" })
	void hostAndPortReplaceThoseOfTheUrlOfTheApplication(String redis, String url, String expected) {
		assertThat(new ResqueCommand(Action.LIST, null, redis, null).redisUrl(url)).isEqualTo(expected);
	}

	private static ResqueCommand parse(String arguments) {
		return ResqueCommand.parse(List.of(arguments.strip().split(" ")));
	}

}
