package io.resque.worker.fork;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import io.resque.worker.ForkSettings;

import static org.assertj.core.api.Assertions.assertThat;

class ChildCommandTests {

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005", "-Xrunjdwp:server=y",
			"-Xdebug", "-Dcom.sun.management.jmxremote.port=9010", "-XX:+UseG1GC", "-XX:+HeapDumpOnOutOfMemoryError",
			"-XX:StartFlightRecording=filename=a.jfr", "-Xlog:gc*:file=gc.log", "-Xshare:on", "-Xms4g",
			"-XX:SharedArchiveFile=app.jsa", "-XX:AOTCache=app.aot", "-XX:+AlwaysPreTouch",
			"-javaagent:/opt/idea/lib/idea_rt.jar=5000:/opt/idea/bin", "-Dresque.child.socket=/tmp/1" })
	void whatOnlyOneProcessCanHaveStaysWithTheParent(String argument) {
		assertThat(ChildCommand.jvmArguments(List.of("-Xmx1g", argument, "-Da=b"), List.of()))
			.startsWith("-Xmx1g", "-Da=b")
			.doesNotContain(argument);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx512m", "-Duser.timezone=UTC", "--add-opens=java.base/java.lang=ALL-UNNAMED",
			"-javaagent:/opt/apm/agent.jar", "-XX:MaxRAMPercentage=50", "-XX:ActiveProcessorCount=1", "-ea" })
	void theRestIsInherited(String argument) {
		assertThat(ChildCommand.jvmArguments(List.of(argument), List.of())).contains(argument);
	}

	@Test
	void theApplicationMayLeaveOutInheritedArgumentsAndChooseTheCollector() {
		assertThat(ChildCommand.jvmArguments(List.of("-javaagent:/opt/metrics.jar=9404", "-Xmx1g"),
				List.of("!-javaagent:*metrics*", "-XX:+UseG1GC", "-Xmx200m")))
			.doesNotContain("-javaagent:/opt/metrics.jar=9404", "-XX:+UseSerialGC")
			.containsSubsequence("-Xmx1g", "-XX:+UseG1GC", "-Xmx200m");
		assertThat(ChildCommand.jvmArguments(List.of(), List.of())).contains("-XX:+UseSerialGC");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "9999, 1", "10000, 4", "0, 4" })
	void childrenThatHaveManyJobsAreCompiledToTheFull(int jobsPerChild, int level) {
		ChildSettings settings = new ChildSettings(null, List.of("-Xmx1g"), Map.of(), Duration.ofSeconds(1), null,
				new ArchiveSettings(false, null), false, false);
		ForkSettings fork = new ForkSettings(jobsPerChild, Duration.ZERO, DataSize.ofBytes(0), 1);
		List<String> arguments = ChildCommand.jvmArguments(List.of(), settings.of(fork).jvmArguments());
		assertThat(arguments.stream().filter((argument) -> argument.startsWith("-XX:TieredStopAtLevel")).toList())
			.last()
			.isEqualTo("-XX:TieredStopAtLevel=" + level);
		assertThat(arguments).endsWith("-Xmx1g");
	}

}
