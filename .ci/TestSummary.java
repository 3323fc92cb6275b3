import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Counts the tests in the folders of Surefire's reports. The result is an error when a test
 * failed, when none ran, or when one was skipped for a reason that is not on the list: a
 * missing Redis or browser must not look like success.
 */
public class TestSummary {

	private static final Pattern ALLOWED = Pattern.compile("needs JDK \\d+");

	private int tests;

	private int failed;

	private int skipped;

	private final List<String> refused = new ArrayList<>();

	public static void main(String[] folders) throws Exception {
		TestSummary summary = new TestSummary();
		for (String folder : folders) {
			summary.addReports(Path.of(folder));
		}
		System.exit(summary.print() ? 0 : 1);
	}

	private void addReports(Path folder) throws Exception {
		if (!Files.isDirectory(folder)) {
			return;
		}
		try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
			for (Path report : reports) {
				addReport(report);
			}
		}
	}

	private void addReport(Path report) throws Exception {
		DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
		NodeList cases = parser.parse(report.toFile()).getElementsByTagName("testcase");
		for (int i = 0; i < cases.getLength(); i++) {
			addTest((Element) cases.item(i));
		}
	}

	private void addTest(Element test) {
		this.tests++;
		if (has(test, "failure") || has(test, "error")) {
			this.failed++;
		}
		else if (has(test, "skipped")) {
			this.skipped++;
			String reason = reason((Element) test.getElementsByTagName("skipped").item(0));
			String line = "%s.%s: %s".formatted(test.getAttribute("classname"), test.getAttribute("name"), reason);
			System.out.println("Skipped " + line);
			if (!ALLOWED.matcher(reason).find()) {
				this.refused.add(line);
			}
		}
	}

	/** An assumption leaves its message in the stack trace only. */
	private String reason(Element skipped) {
		String message = skipped.getAttribute("message");
		return message.isBlank() ? skipped.getTextContent().strip().lines().findFirst().orElse("") : message;
	}

	private boolean has(Element test, String child) {
		return test.getElementsByTagName(child).getLength() > 0;
	}

	private boolean print() {
		this.refused.forEach((line) -> System.out.println("ERROR: may not be skipped: " + line));
		if (this.tests == 0) {
			System.out.println("ERROR: no test ran");
		}
		int passed = this.tests - this.failed - this.skipped;
		System.out.printf("%d passed, %d failed, %d skipped%n", passed, this.failed, this.skipped);
		return this.tests > 0 && this.failed == 0 && this.refused.isEmpty();
	}

}
