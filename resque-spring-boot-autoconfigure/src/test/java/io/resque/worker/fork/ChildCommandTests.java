package io.resque.worker.fork;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

}
