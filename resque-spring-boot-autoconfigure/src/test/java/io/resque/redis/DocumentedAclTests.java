package io.resque.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who copies the line of the documentation must not find out in production that a script
 * needs more.
 */
class DocumentedAclTests {

	private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Za-z]+)'");

	@Test
	void everyCommandOfAScriptIsAllowed() throws IOException {
		Set<String> called = new TreeSet<>();
		try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/io/resque/redis"))) {
			for (Path script : scripts.toList()) {
				CALL.matcher(Files.readString(script))
					.results()
					.map((call) -> call.group(1).toLowerCase(Locale.ROOT))
					.forEach(called::add);
			}
		}
		assertThat(called).hasSizeGreaterThan(20).isSubsetOf(allowed());
	}

	private static Set<String> allowed() throws IOException {
		String line = Pattern.compile("ACL SETUSER resque .*")
			.matcher(Files.readString(Path.of("../docs/redis.md")))
			.results()
			.map(MatchResult::group)
			.findFirst()
			.orElseThrow();
		return Arrays.stream(line.split(" "))
			.filter((word) -> word.startsWith("+"))
			.map((word) -> word.substring(1))
			.collect(Collectors.toSet());
	}

}
