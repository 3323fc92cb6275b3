package io.resque.worker.fork;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A class path of plain jars, because the JVM archives no classes of directories and of
 * jars inside jars: directories are packed, an executable jar is extracted by the tool
 * that is in it.
 *
 * @param entries the jars
 * @param mainClass the main class
 */
record PackedClassPath(List<Path> entries, String mainClass) {

	private static final long EXTRACTION_SECONDS = 120;

	/**
	 * Packs the class path of a command.
	 * @param command the command
	 * @param directory where to put what is new
	 * @return the class path
	 * @throws IOException when something cannot be read or written
	 */
	static PackedClassPath of(ChildCommand command, Path directory) throws IOException {
		String mainClass = command.mainClass();
		return (mainClass != null) ? packed(command, mainClass, directory) : extracted(command, directory);
	}

	private static PackedClassPath packed(ChildCommand command, String mainClass, Path directory) throws IOException {
		List<Path> entries = new ArrayList<>();
		for (Path entry : command.classPath()) {
			if (Files.isDirectory(entry)) {
				Path jar = directory.resolve("classes-" + entries.size() + ".jar");
				if (!Files.exists(jar)) {
					pack(entry, jar);
				}
				entries.add(jar);
			}
			else if (Files.exists(entry)) {
				entries.add(entry);
			}
		}
		return new PackedClassPath(entries, mainClass);
	}

	private static void pack(Path classes, Path jar) throws IOException {
		Path unfinished = Files.createTempFile(jar.getParent(), "classes", ".tmp");
		try (OutputStream file = Files.newOutputStream(unfinished);
				ZipOutputStream zip = new ZipOutputStream(file);
				Stream<Path> files = Files.walk(classes, FileVisitOption.FOLLOW_LINKS)) {
			zip.setLevel(1);
			for (Path source : files.sorted().toList()) {
				String name = classes.relativize(source).toString().replace('\\', '/');
				if (Files.isDirectory(source) && !name.isEmpty()) {
					// Component scanning looks for the folders, too.
					zip.putNextEntry(new ZipEntry(name + "/"));
					zip.closeEntry();
				}
				else if (Files.isRegularFile(source)) {
					zip.putNextEntry(new ZipEntry(name));
					Files.copy(source, zip);
					zip.closeEntry();
				}
			}
		}
		Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
	}

	private static PackedClassPath extracted(ChildCommand command, Path directory) throws IOException {
		Path jar = command.classPath().get(0);
		if (ChildCommand.loadsFromElsewhere(jar)) {
			throw new IOException(jar + " is started by the PropertiesLauncher, whose loader.path is not known here");
		}
		Path application = directory.resolve("application");
		Path extracted = application.resolve(jar.getFileName());
		if (!Files.exists(extracted)) {
			Path unfinished = Files.createTempDirectory(directory, "extract");
			extract(command.java(), jar, unfinished.resolve("application"));
			Files.move(unfinished.resolve("application"), application, StandardCopyOption.ATOMIC_MOVE);
			Files.delete(unfinished);
		}
		String mainClass = ChildCommand.startClass(jar);
		if (mainClass == null) {
			throw new IOException(jar + " has changed");
		}
		return new PackedClassPath(List.of(extracted), mainClass);
	}

	private static void extract(String java, Path jar, Path destination) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(java, "-Djarmode=tools", "-jar", jar.toString(), "extract",
				"--destination", destination.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		ChildCommand.OTHERS_ARGUMENTS.forEach(builder.environment()::remove);
		Process extraction = builder.start();
		try {
			if (!extraction.waitFor(EXTRACTION_SECONDS, TimeUnit.SECONDS) || extraction.exitValue() != 0) {
				throw new IOException(jar + " cannot be extracted by the tools in it (-Djarmode=tools)");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
		finally {
			extraction.destroyForcibly();
		}
	}

	/**
	 * The command that uses it.
	 * @param command the command
	 * @param options further options for the JVM
	 */
	ChildCommand apply(ChildCommand command, List<String> options) {
		return command.with(this.entries, this.mainClass, options);
	}

}
