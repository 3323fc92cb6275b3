package io.resque;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may import whom. A new package needs a line here: the place where a reviewer asks
 * who needs it.
 */
class PackageMapTests {

	private static final String ROOT = "io.resque";

	/**
	 * Package, then the packages of ours it may import. "." is the root, "*" is all of
	 * them. Imports go up this list, never down.
	 */
	private static final Map<String, Set<String>> MAP = map("""
			json:
			redis:
			.:              json redis
			hook:           . json
			event:          .
			failure:        . json redis event
			inspect:        . json redis event
			worker.loop:    redis event
			retry:          . json redis failure worker.loop
			canary:         . json redis event failure
			worker.lease:   . json redis event failure worker.loop
			worker:         . json redis event failure worker.loop worker.lease
			worker.fork:    . json event failure worker.loop worker
			schedule:       . json redis event failure worker.loop
			process:        . redis event inspect worker.loop worker
			process.classic: . worker
			actuate:        . redis event inspect failure schedule worker
			observation:    . redis event inspect worker
			dashboard:
			dashboard.view: json
			dashboard.access: dashboard dashboard.view
			dashboard.page: dashboard dashboard.access dashboard.view . event inspect failure canary schedule retry
			autoconfigure:  *
			""");

	private static final DescribedPredicate<JavaClass> BINDING = resideInAnyPackage(
			"org.springframework.boot.context.properties..", "org.springframework.boot.convert..");

	private static JavaClasses classes;

	@BeforeAll
	static void readClasses() {
		classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
	}

	static Set<String> packages() {
		return MAP.keySet();
	}

	@Test
	void mapListsThePackagesThatExist() {
		Set<String> existing = classes.stream()
			.map((type) -> shortName(type.getPackageName()))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(MAP.keySet()).containsExactlyInAnyOrderElementsOf(existing);
	}

	@Test
	void importsGoUpTheMap() {
		List<String> above = new ArrayList<>();
		MAP.forEach((name, imports) -> {
			if (!imports.contains("*")) {
				assertThat(above).as("lines above '%s'", name).containsAll(imports);
			}
			above.add(name);
		});
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageImportsOnlyItsNeighbours(String name) {
		if (MAP.get(name).contains("*")) {
			return;
		}
		String[] allowed = Stream.concat(Stream.of(name), MAP.get(name).stream())
			.map(PackageMapTests::fullName)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(fullName(name))
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
			.because("the package map of this test allows '%s' to import: %s".formatted(name, MAP.get(name)))
			.check(classes);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			org.springframework.data.redis,  redis autoconfigure
			io.lettuce,                      redis autoconfigure
			io.micrometer,                   observation autoconfigure
			org.slf4j,                       event autoconfigure
			org.springframework.web,         dashboard autoconfigure
			jakarta.servlet,                 dashboard autoconfigure
			org.thymeleaf,                   dashboard autoconfigure
			org.springframework.boot,        autoconfigure actuate test
			""")
	void libraryStaysAtHome(String library, String homes) {
		noClasses().that(not(live(homes)))
			.should()
			.dependOnClassesThat(resideInAPackage(library + "..").and(not(BINDING)))
			.because("%s lives in: %s".formatted(library, homes))
			.check(classes);
	}

	@Test
	void onlySettingsAreBound() {
		noClasses().that(not(live("autoconfigure")))
			.and()
			.haveNameNotMatching(".*Settings(\\$.*)?")
			.should()
			.dependOnClassesThat(BINDING)
			.because("options live in *Settings records")
			.check(classes);
	}

	@Test
	void processesAreStartedInTwoPlaces() {
		noClasses().that(not(live("worker.fork process")))
			.should()
			.accessTargetWhere(describe("it starts a process", PackageMapTests::startsProcess))
			.because("child processes live in: worker.fork process")
			.check(classes);
	}

	@Test
	void nobodySleeps() {
		noClasses().should()
			.accessTargetWhere(describe("it sleeps", PackageMapTests::sleeps))
			.because("who waits must wake up when the application stops")
			.check(classes);
	}

	@ParameterizedTest
	@CsvSource({ "Util", "Utils", "Helper", "Helpers", "Manager" })
	void namesSayTheDuty(String suffix) {
		noClasses().should()
			.haveSimpleNameEndingWith(suffix)
			.because("a helper belongs to the class that needs it or is a named value type")
			.check(classes);
	}

	private static boolean startsProcess(JavaAccess<?> access) {
		AccessTarget target = access.getTarget();
		return target.getOwner().isEquivalentTo(ProcessBuilder.class)
				|| (target.getOwner().isEquivalentTo(Runtime.class) && target.getName().equals("exec"));
	}

	private static boolean sleeps(JavaAccess<?> access) {
		AccessTarget target = access.getTarget();
		return target.getName().equals("sleep") && target.getOwner().getPackageName().startsWith("java.");
	}

	private static DescribedPredicate<JavaClass> live(String homes) {
		return resideInAnyPackage(
				Arrays.stream(homes.split(" ")).map((home) -> fullName(home) + "..").toArray(String[]::new));
	}

	private static Map<String, Set<String>> map(String lines) {
		Map<String, Set<String>> map = new LinkedHashMap<>();
		lines.lines().forEach((line) -> {
			String[] parts = line.split(":");
			map.put(parts[0].strip(), (parts.length < 2) ? Set.of() : Set.of(parts[1].strip().split(" ")));
		});
		return map;
	}

	private static String fullName(String name) {
		return name.equals(".") ? ROOT : ROOT + "." + name;
	}

	private static String shortName(String packageName) {
		return packageName.equals(ROOT) ? "." : packageName.substring(ROOT.length() + 1);
	}

}
