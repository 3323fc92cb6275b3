package io.resque.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same command, for several processes.
 */
class OwnCommandTests {

	@Test
	void debuggersAndManagementPortsAreLeftOutButNoArgumentOfTheApplication() {
		assertThat(OwnCommand.shareable(List.of("java", "-Xmx64m", "-agentlib:jdwp=server=y,address=5005", "-cp",
				"-Xdebug", "-Dcom.sun.management.jmxremote.port=9010", "-Xlog:gc*:file=my gc.log", "-Xloggc:gc.log",
				"-javaagent:/opt/agent.jar", "com.example.Main", "-Xdebug", "a b")))
			.containsExactly("java", "-Xmx64m", "-cp", "-Xdebug", "-javaagent:/opt/agent.jar", "com.example.Main",
					"-Xdebug", "a b");
	}

	@Test
	void anExecutableJarIsKept() {
		assertThat(OwnCommand.shareable(
				List.of("java", "-XX:StartFlightRecording=filename=a.jfr", "-jar", "-a.jar", "-agentlib:jdwp=x")))
			.containsExactly("java", "-jar", "-a.jar", "-agentlib:jdwp=x");
	}

	@Test
	void thisProcessIsToldExactly() {
		List<String> line = OwnCommand.ofThisProcess(List.of()).line();
		assertThat(line.get(0)).isEqualTo(ProcessHandle.current().info().command().orElseThrow());
		assertThat(line).contains(ProcessHandle.current().info().arguments().orElseThrow());
	}

	@Test
	void variablesWithArgumentsLoseTheSame() {
		Map<String, String> environment = new HashMap<>(
				Map.of("JAVA_TOOL_OPTIONS", "-Da=b  -agentlib:jdwp=server=y,address=*:5005 -javaagent:/opt/apm.jar",
						"JDK_JAVA_OPTIONS", "-Xdebug", "OTHER", "-Xdebug"));
		OwnCommand.ofThisProcess(List.of()).adapt(environment);
		assertThat(environment.get("JAVA_TOOL_OPTIONS").split(" +")).containsExactly("-Da=b",
				"-javaagent:/opt/apm.jar");
		assertThat(environment).containsEntry("JDK_JAVA_OPTIONS", "").containsEntry("OTHER", "-Xdebug");
	}

}
