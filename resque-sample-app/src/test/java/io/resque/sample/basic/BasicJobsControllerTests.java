package io.resque.sample.basic;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import io.resque.EnqueueException;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;
import io.resque.sample.web.JobEnqueuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

@WebMvcTest(BasicJobsController.class)
@Import(JobEnqueuer.class)
class BasicJobsControllerTests {

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
	void enqueuesArchiveWithBranch() {
		assertThat(post("/archives", "{'repoId':44,'branch':'masterbrew'}")).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.isStrictlyEqualTo("{'queue':'file_serve','class':'Archive','args':[44,'masterbrew']}".replace('\'', '"'));
		then(this.resque).should().enqueue(Archive.class, 44, "masterbrew");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'repoId':44}", "{'repoId':44,'branch':null}" })
	void enqueuesArchiveWithoutBranchWithoutNull(String body) {
		assertThat(post("/archives", body)).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.isStrictlyEqualTo("{'queue':'file_serve','class':'Archive','args':[44]}".replace('\'', '"'));
		then(this.resque).should().enqueue(Archive.class, 44);
	}

	@Test
	void enqueuesEmail() {
		assertThat(post("/emails", "{'to':'a@example.org'}")).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.isStrictlyEqualTo(
					"{'queue':'demo_task','class':'SendEmailTask','args':['a@example.org']}".replace('\'', '"'));
		then(this.resque).should().enqueue(SendEmailTask.class, "a@example.org");
	}

	@Test
	void enqueuesCacheWithOneArgumentTheList() {
		assertThat(post("/caches", "{'keys':['a','b']}")).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.isStrictlyEqualTo("{'queue':'warm_cache','class':'WarmCache','args':[['a','b']]}".replace('\'', '"'));
		then(this.resque).should().enqueue(WarmCache.class, List.of("a", "b"));
	}

	@Test
	void enqueuesFailure() {
		assertThat(post("/failures", "{'message':'boom'}")).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.isStrictlyEqualTo("{'queue':'failing','class':'FailingJob','args':['boom']}".replace('\'', '"'));
		then(this.resque).should().enqueue(FailingJob.class, "boom");
	}

	@Test
	void toleratesUnknownFields() {
		assertThat(post("/failures", "{'message':'boom','more':{'a':[1]}}")).hasStatus(HttpStatus.ACCEPTED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/archives | {}                                        | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':null}                           | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':0}                              | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':-1}                             | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':1.5}                            | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':'44'}                           | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':true}                           | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':[44]}                           | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':99999999999999999999}           | repoId  | 'repoId' must be a whole number, 1 or greater
					/archives | {'repoId':44,'branch':5}                  | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':''}                 | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'../x'}             | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'..'}               | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'a/b'}              | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'a\\\\b'}           | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'.hidden'}          | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'a\\u0000'}         | branch  | 'branch' must be a plain file name
					/archives | {'repoId':44,'branch':'a\\n'}             | branch  | 'branch' must be a plain file name
					/emails   | {}                                        | to      | 'to' must be an email address
					/emails   | {'to':'nobody'}                           | to      | 'to' must be an email address
					/emails   | {'to':['a@example.org']}                  | to      | 'to' must be an email address
					/caches   | {}                                        | keys    | 'keys' must be a list of one or more strings
					/caches   | {'keys':'a'}                              | keys    | 'keys' must be a list of one or more strings
					/caches   | {'keys':[]}                               | keys    | 'keys' must be a list of one or more strings
					/caches   | {'keys':['a',null]}                       | keys    | 'keys' must be a list of one or more strings
					/caches   | {'keys':['a',1]}                          | keys    | 'keys' must be a list of one or more strings
					/caches   | {'keys':[' ']}                            | keys    | 'keys' must be a list of one or more strings
					/failures | {}                                        | message | 'message' must be a text that is not blank
					/failures | {'message':' '}                           | message | 'message' must be a text that is not blank
					/failures | {'message':{}}                            | message | 'message' must be a text that is not blank
					""")
	void namesTheFieldThatCannotBeUsedAndSaysWhatIsAllowed(String path, String body, String field, String detail) {
		assertThat(post(path, body)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.hasPathSatisfying("$.field", (value) -> assertThat(value).isEqualTo(field))
			.hasPathSatisfying("$.detail", (value) -> assertThat(value).asString().startsWith(detail))
			.hasPathSatisfying("$.status", (value) -> assertThat(value).isEqualTo(400));
		then(this.resque).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "5", "'x'", "{", "{'repoId':}", "{'repoId':44}}", "no JSON" })
	void refusesABodyThatIsNoJsonObject(String body) {
		assertThat(post("/archives", body)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.hasPathSatisfying("$.detail", (value) -> assertThat(value).isEqualTo("The body must be a JSON object"));
		then(this.resque).shouldHaveNoInteractions();
	}

	@Test
	void saysWhenRedisDidNotTakeTheJob() {
		given(this.resque.enqueue(any(Class.class), any(Object[].class)))
			.willThrow(new EnqueueException("Redis is down", false, null));
		assertThat(post("/failures", "{'message':'boom'}")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyText()
			.contains("Redis is down");
	}

	@Test
	void saysWhenAHookKeptTheJobOffItsQueue() {
		given(this.resque.enqueue(any(Class.class), any(Object[].class))).willReturn(false);
		assertThat(post("/failures", "{'message':'boom'}")).hasStatus(HttpStatus.CONFLICT)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyText()
			.contains("A hook kept FailingJob off its queue");
	}

	private MvcTestResult post(String path, String body) {
		return this.mvc.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body.replace('\'', '"'))
			.exchange();
	}

}
