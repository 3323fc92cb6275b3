package io.resque.worker.fork;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * The command line of a child: this process again, without what only one process can do
 * (debugging, remote management, recordings), and tuned to start fast.
 *
 * @param java the program
 * @param jvmArguments its options
 * @param application class path and main class, or the jar
 * @param arguments the arguments of the application
 */
record ChildCommand(String java, List<String> jvmArguments, List<String> application, List<String> arguments) {

	/** Compiles little and shares the processors with its brothers. */
	private static final List<String> FAST_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Xshare:auto");

	/** What belongs to this process alone, or contradicts the above. */
	private static final Pattern OWN = Pattern.compile("-agentlib:jdwp.*|-Xrunjdwp.*|-Xdebug|-Xrs"
			+ "|-Dcom\\.sun\\.management\\..*|-Dresque\\.child\\.socket=.*|-XX:[+-]Use\\w+GC|-XX:TieredStopAtLevel=.*"
			+ "|-XX:StartFlightRecording.*|-XX:FlightRecorderOptions.*|-Xlog:.*|-Xloggc:.*|-Xshare:.*"
			+ "|-XX:SharedArchiveFile=.*|-XX:ArchiveClassesAtExit=.*|-XX:AOT.*|-XX:[+-]AutoCreateSharedArchive"
			+ "|-javaagent:.*(idea_rt|debugger-agent).*|-XX:(On)?(HeapDumpPath|ErrorFile)=.*");

	/**
	 * The command of this process.
	 * @param settings what is different in children
	 * @param arguments arguments of this application
	 * @return the command
	 */
	static ChildCommand ofThisProcess(ChildSettings settings, List<String> arguments) {
		List<String> jvmArguments = new ArrayList<>();
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> !OWN.matcher(argument).matches())
			.forEach(jvmArguments::add);
		jvmArguments.addAll(FAST_START);
		jvmArguments.addAll(settings.jvmArguments());
		return new ChildCommand(Path.of(System.getProperty("java.home"), "bin", "java").toString(), jvmArguments,
				application(settings), arguments);
	}

	private static List<String> application(ChildSettings settings) {
		String classPath = System.getProperty("java.class.path");
		if (isExecutableJar(classPath)) {
			return List.of("-jar", classPath);
		}
		String mainClass = settings.mainClass();
		if (mainClass == null || mainClass.isBlank()) {
			throw new IllegalArgumentException("The main class of this application is not known, so no child process"
					+ " can be started: set resque.child.main-class");
		}
		return List.of("-cp", classPath, mainClass);
	}

	/** Whether it was made by Spring Boot's plugins, whose jars start themselves. */
	private static boolean isExecutableJar(String classPath) {
		if (classPath.contains(File.pathSeparator) || !Path.of(classPath).toFile().isFile()) {
			return false;
		}
		try (JarFile jar = new JarFile(classPath)) {
			Manifest manifest = jar.getManifest();
			return manifest != null && manifest.getMainAttributes().getValue("Start-Class") != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The whole command line.
	 * @param more further JVM options
	 */
	List<String> line(List<String> more) {
		List<String> line = new ArrayList<>(this.jvmArguments);
		line.addAll(more);
		line.addAll(this.application);
		line.addAll(this.arguments);
		return line;
	}

}
