package io.resque.sample.web;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(controllers = HomeController.class, properties = "resque.dashboard.path=/jobs")
class HomeControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void showsAFormForEachJobAndLinksToTheDashboard() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.bodyText()
			.contains("action=\"/archives\"", "action=\"/emails\"", "action=\"/caches\"", "action=\"/failures\"",
					"href=\"/jobs\"")
			.doesNotContain("class=\"message");
	}

	@Test
	void showsWhatWasQueued() {
		EnqueuedJob job = new EnqueuedJob("failing", "FailingJob", List.of("<b>boom</b>"));
		assertThat(this.mvc.get().uri("/").flashAttr("enqueued", job)).bodyText()
			.contains("<b>failing</b>", "FailingJob", "[&lt;b&gt;boom&lt;/b&gt;]");
	}

	@Test
	void showsWhatIsWrong() {
		assertThat(this.mvc.get().uri("/").flashAttr("refused", "'to' must be <an> address")).bodyText()
			.contains("&#39;to&#39; must be &lt;an&gt; address");
	}

}
