package io.resque.worker;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Ruby 3.1 answers: {@code strings.select { |s| File.fnmatch?(pattern, s) }}.
 */
class QueuePatternTests {

	private static final List<String> STRINGS = List.of("a", "b", "c", "ab", "a*b", "axb", "*", ".a", ".", "x.a", "ax",
			"bx", "cx", "critical", "x_low", "a/b", "a/b/c", "éa", "é", "z", "-", "&", "]", "[", "a]", "a[", "{a,b}",
			"!a", "a,b", "a+", "aa", "(a|b)", "a.b", "a\\", "\\", ".xa", "ca", "d", "e", "q7", "]a", "[a");

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			?           | a b c * é z - & ] [ \\ d e
			a?          | ab ax a] a[ a+ aa a\\
			[ab]        | a b
			[a-c]x      | ax bx cx
			[^a]x       | bx cx
			[!a]x       | bx cx
			{a,b}       | {a,b}
			a\\*b       | a*b
			\\*         | *
			.*          | .a . .xa
			[.]a        |
			\\.a        | .a
			.?a         | .xa
			?a          | éa !a aa ca ]a [a
			[abc        |
			[]a]        |
			[]          |
			[!]         | a b c * é z - & ] [ \\ d e
			[a\\]b]     | a b ]
			[\\]]       | ]
			a[          |
			a]          | a]
			a**b        | ab a*b axb a/b a,b a.b
			crit*       | critical
			*_low       | x_low
			a/*         | a/b a/b/c
			é?          | éa
			[a-é]       | a b c é z d e
			[b-a]       | a b
			[a-]        | a -
			[-a]        | a -
			[^-]        | a b c * é z & ] [ \\ d e
			[a&&b]      | a b &
			[\\a-\\c]   | a b c
			[[]         | [
			[a-c-e]     | a b c - e
			[[:alpha:]] | a]
			[a-z]*[0-9] | q7
			a\\         | a
			*[          |
			*.x         |
			a+          | a+
			a.b         | a.b
			""")
	void matchesWhatRubyMatches(String pattern, String expected) {
		List<String> matched = (expected != null) ? Arrays.asList(expected.split(" ")) : List.of();
		QueuePattern glob = new QueuePattern(pattern);
		assertThat(STRINGS.stream().filter(glob::matches)).containsExactlyElementsOf(matched);
	}

}
