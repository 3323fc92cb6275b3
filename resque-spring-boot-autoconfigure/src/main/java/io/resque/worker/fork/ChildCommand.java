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
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * The command line of a child: this process again, without what only one process can do
 * (debugging, remote management, recordings), and tuned to start fast.
 *
 * @param java the program
 * @param jvmArguments its options
 * @param classPath the class path, or an executable jar
 * @param mainClass the main class; null when the class path is an executable jar
 * @param arguments the arguments of the application
 */
record ChildCommand(String java, List<String> jvmArguments, List<Path> classPath, @Nullable String mainClass,
		List<String> arguments) {

	/** Environment variables that JVMs take arguments from, which are the parent's. */
	static final List<String> OTHERS_ARGUMENTS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	/** Compiles little, and does what one of many small processes can do with. */
	private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1",
			"-Dspring.devtools.restart.enabled=false", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
			"-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8");

	private static final String SERIAL_COLLECTOR = "-XX:+UseSerialGC";

	private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

	/** What belongs to this process alone, or contradicts the above. */
	private static final Pattern OWN = Pattern.compile("-agentlib:jdwp.*|-Xrunjdwp.*|-Xdebug|-Xrs"
			+ "|-Dcom\\.sun\\.management\\..*|-Dresque\\.child\\.socket=.*|-XX:[+-]Use\\w+GC|-XX:TieredStopAtLevel=.*"
			+ "|-XX:StartFlightRecording.*|-XX:FlightRecorderOptions.*|-Xlog:.*|-Xloggc:.*|-Xshare:.*"
			+ "|-XX:SharedArchiveFile=.*|-XX:ArchiveClassesAtExit=.*|-XX:AOT.*|-XX:[+-]AutoCreateSharedArchive"
			+ "|-javaagent:.*(idea_rt|debugger-agent).*|-XX:(HeapDumpPath|ErrorFile)=.*"
			+ "|-XX:[+-]HeapDumpOnOutOfMemoryError|-Xms.*|-XX:Initial(RAMPercentage|HeapSize)=.*"
			+ "|-XX:[+-]AlwaysPreTouch");

	/**
	 * The command of this process.
	 * @param settings what is different in children
	 * @param arguments arguments of this application
	 * @return the command
	 * @throws IllegalArgumentException when the main class is not known
	 */
	static ChildCommand ofThisProcess(ChildSettings settings, List<String> arguments) {
		List<String> jvmArguments = jvmArguments(ManagementFactory.getRuntimeMXBean().getInputArguments(),
				settings.jvmArguments());
		List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.toList();
		String mainClass = isExecutableJar(classPath) ? null : mainClass(settings);
		return new ChildCommand(Path.of(System.getProperty("java.home"), "bin", "java").toString(), jvmArguments,
				classPath, mainClass, arguments);
	}

	/**
	 * The JVM arguments of a child.
	 * @param parent those of its parent
	 * @param settings those that the application wants for children; {@code !} before a
	 * glob leaves out what it matches of the parent's
	 */
	static List<String> jvmArguments(List<String> parent, List<String> settings) {
		List<String> leftOut = settings.stream()
			.filter((entry) -> entry.startsWith("!"))
			.map((entry) -> entry.substring(1))
			.toList();
		List<String> own = settings.stream().filter((entry) -> !entry.startsWith("!")).toList();
		List<String> arguments = new ArrayList<>();
		parent.stream()
			.filter((argument) -> !OWN.matcher(argument).matches())
			.filter((argument) -> leftOut.stream().noneMatch((glob) -> PatternMatchUtils.simpleMatch(glob, argument)))
			.forEach(arguments::add);
		arguments.addAll(FAST_START);
		if (own.stream().noneMatch((argument) -> COLLECTOR.matcher(argument).matches())) {
			arguments.add(SERIAL_COLLECTOR);
		}
		arguments.addAll(own);
		return arguments;
	}

	private static String mainClass(ChildSettings settings) {
		String mainClass = settings.mainClass();
		if (mainClass == null || mainClass.isBlank()) {
			throw new IllegalArgumentException("The main class of this application is not known, so no child process"
					+ " can be started: set resque.child.main-class");
		}
		return mainClass;
	}

	/** Whether an executable jar takes classes from elsewhere, too. */
	static boolean loadsFromElsewhere(Path jarFile) throws IOException {
		try (JarFile jar = new JarFile(jarFile.toFile())) {
			return jar.getManifest().getMainAttributes().getValue("Main-Class").endsWith(".PropertiesLauncher");
		}
	}

	/** Whether it was made by Spring Boot's plugins, whose jars start themselves. */
	private static boolean isExecutableJar(List<Path> classPath) {
		return classPath.size() == 1 && startClass(classPath.get(0)) != null;
	}

	/** The main class inside an executable jar; null when it is none. */
	static @Nullable String startClass(Path jarFile) {
		if (!jarFile.toFile().isFile()) {
			return null;
		}
		try (JarFile jar = new JarFile(jarFile.toFile())) {
			Manifest manifest = jar.getManifest();
			return (manifest != null) ? manifest.getMainAttributes().getValue("Start-Class") : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** The same with another class path and more options. */
	ChildCommand with(List<Path> classPath, @Nullable String mainClass, List<String> more) {
		return new ChildCommand(this.java, Stream.concat(this.jvmArguments.stream(), more.stream()).toList(), classPath,
				mainClass, this.arguments);
	}

	/**
	 * The arguments of the program.
	 * @param more further JVM options
	 */
	List<String> line(List<String> more) {
		List<String> line = new ArrayList<>(this.jvmArguments);
		line.addAll(more);
		String path = this.classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
		line.addAll((this.mainClass != null) ? List.of("-cp", path, this.mainClass) : List.of("-jar", path));
		line.addAll(this.arguments);
		return line;
	}

}
