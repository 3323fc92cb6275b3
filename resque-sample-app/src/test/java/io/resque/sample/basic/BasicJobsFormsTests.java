package io.resque.sample.basic;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import io.resque.EnqueueException;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;
import io.resque.sample.web.EnqueuedJob;
import io.resque.sample.web.JobEnqueuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

@WebMvcTest(BasicJobsForms.class)
@Import(JobEnqueuer.class)
class BasicJobsFormsTests {

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private ResqueOperations resque;

	@MockitoBean
	private JobRegistry registry;

	@BeforeEach
	void acceptJobs() {
		MockJobs.accept(this.resque, this.registry);
	}

	@Test
	void enqueuesArchiveAndReturnsToThePage() {
		assertThat(post("/archives", "repoId=44&branch=masterbrew")).hasStatus3xxRedirection()
			.hasRedirectedUrl("/")
			.flash()
			.containsEntry("enqueued", new EnqueuedJob("file_serve", "Archive", List.of(44L, "masterbrew")));
		then(this.resque).should().enqueue(Archive.class, 44L, "masterbrew");
	}

	@Test
	void takesAnEmptyBranchForNone() {
		assertThat(post("/archives", "repoId=44&branch=")).hasRedirectedUrl("/");
		then(this.resque).should().enqueue(Archive.class, 44L);
	}

	@Test
	void enqueuesEmail() {
		assertThat(post("/emails", "to=a%40example.org")).hasRedirectedUrl("/");
		then(this.resque).should().enqueue(SendEmailTask.class, "a@example.org");
	}

	@Test
	void splitsKeysAtSpacesAndCommas() {
		assertThat(post("/caches", "keys=a,+b++c%0Ad")).hasRedirectedUrl("/");
		then(this.resque).should().enqueue(WarmCache.class, List.of("a", "b", "c", "d"));
	}

	@Test
	void enqueuesFailure() {
		assertThat(post("/failures", "message=boom")).hasRedirectedUrl("/");
		then(this.resque).should().enqueue(FailingJob.class, "boom");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/archives | repoId=                | 'repoId' must be a whole number, 1 or greater
			/archives | repoId=x               | 'repoId' must be a whole number, 1 or greater
			/archives | branch=master          | 'repoId' must be a whole number, 1 or greater
			/emails   | to=nobody              | 'to' must be an email address such as a@example.org
			/caches   | keys=+,                | 'keys' must be a list of one or more strings that are not blank
			/failures | message=+              | 'message' must be a text that is not blank
			""")
	void returnsToThePageWithWhatIsWrong(String path, String body, String message) {
		assertThat(post(path, body)).hasRedirectedUrl("/").flash().containsEntry("refused", message);
		then(this.resque).shouldHaveNoInteractions();
	}

	@Test
	void returnsToThePageWhenRedisDidNotTakeTheJob() {
		given(this.resque.enqueue(any(Class.class), any(Object[].class)))
			.willThrow(new EnqueueException("Redis is down", false, null));
		assertThat(post("/failures", "message=boom")).hasRedirectedUrl("/")
			.flash()
			.containsEntry("refused", "Redis is down");
	}

	private MvcTestResult post(String path, String body) {
		return this.mvc.post().uri(path).contentType(MediaType.APPLICATION_FORM_URLENCODED).content(body).exchange();
	}

}
