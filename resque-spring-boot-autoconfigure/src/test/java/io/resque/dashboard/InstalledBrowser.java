package io.resque.dashboard;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium that is installed on this machine; none is ever downloaded.
 */
final class InstalledBrowser implements AutoCloseable {

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

	private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private final Playwright playwright;

	private final Browser browser;

	private InstalledBrowser(Path executable) {
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS));
	}

	/** Starts it; where there is none the test is skipped, or fails when CI is true. */
	static InstalledBrowser start() {
		Optional<Path> executable = find();
		if (executable.isEmpty()) {
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException("no browser");
			}
			System.out.println("No Chromium on the PATH: the browser tests are skipped");
			Assumptions.abort("no browser");
		}
		return new InstalledBrowser(executable.orElseThrow());
	}

	Browser browser() {
		return this.browser;
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
	}

	private static Optional<Path> find() {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return NAMES.stream()
			.flatMap((name) -> Stream.of(path.split(File.pathSeparator)).map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
