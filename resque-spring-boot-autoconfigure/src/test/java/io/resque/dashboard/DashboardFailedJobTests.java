package io.resque.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;
import io.resque.failure.WholeFailedJob.Editing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One failed job at its own address, and its retry with other args.
 */
class DashboardFailedJobTests {

	private static final String ENTRY = "queue=failed&index=0&id=0000000000000000000000000000000000000000";

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void fail() {
		application.data().reset();
		application.data().fail("Arch<ive>", "[44,\"</textarea><b>\"]", "java.io.IOException", "bo<om>", Instant.now());
	}

	@Test
	void tellsAllOfIt() {
		assertThat(get("/failed").body()).contains("/failed/job?queue=failed&amp;index=0&amp;id=");
		assertThat(get("/failed/job?" + ENTRY).body())
			.contains("Arch&lt;ive&gt;", "bo&lt;om&gt;", "java.io.IOException", "id=\"payload\"",
					"data-copy-from=\"#payload\" hidden", "/failed/edit?queue=failed", "/failed/retry\"")
			.doesNotContain("<ive>", "<om>", "<b>\"", "<b>&");
	}

	@Test
	void argsAreEditedAndTheJobRetried() {
		assertThat(get("/failed/edit?" + ENTRY).body())
			.contains("<textarea", "[44,&quot;&lt;/textarea&gt;&lt;b&gt;&quot;]</textarea>")
			.doesNotContain("<b>\"");
		assertThat(edit("[45, {\"a\": 1.50}]", "").header("Location")).contains("/failed?", "note=edited");
		assertThat(edit("[]", "&remove=true").header("Location")).contains("note=edited_and_removed");
		assertThat(application.data().calls).containsExactly("edit [45, {a=1.5}] 0", "edit-and-remove [] 0");
	}

	@Test
	void whatIsNoArrayIsShownAgainWithItsPlace() {
		Response answer = edit("[44,, \"<i>\"]", "");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body())
			.contains("at character 4", "[44,, &quot;&lt;i&gt;&quot;]</textarea>", "role=\"alert\"")
			.doesNotContain("<i>");
		assertThat(edit("{\"a\":1}", "").body()).contains("no array, but object");
		assertThat(edit("", "").status()).isEqualTo(400);
		assertThat(post("/failed/edit", ENTRY).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SECRET", "TOO_LONG", "NO_ARGS" })
	void whatCannotBeEditedIsNotOffered(String editing) {
		application.data().editing = Editing.valueOf(editing);
		assertThat(get("/failed/job?" + ENTRY).body()).doesNotContain("/failed/edit?");
		assertThat(get("/failed/edit?" + ENTRY).body()).doesNotContain("<textarea");
		assertThat(edit("[1]", "").status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void whatPagesHideIsNotEditedEither() {
		application.data().reset();
		application.data().fail("Archive", "[{\"passwordHint\":\"hunter2\"}]", "E", "e", Instant.now());
		assertThat(get("/failed/job?" + ENTRY).body()).doesNotContain("hunter2", "/failed/edit?")
			.contains("looks like a secret");
		assertThat(get("/failed/edit?" + ENTRY).body()).doesNotContain("hunter2", "<textarea");
		assertThat(edit("[1]", "").body()).doesNotContain("hunter2");
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void whatIsGoneIsTold() {
		String gone = "queue=failed&index=9&id=" + "a".repeat(40);
		assertThat(get("/failed/job?" + gone).status()).isEqualTo(404);
		assertThat(get("/failed/edit?" + gone).status()).isEqualTo(404);
		assertThat(post("/failed/edit", gone + "&args=[]").header("Location")).contains("note=gone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue=failed&index=0", "queue=failed&index=x&id=0000000000000000000000000000000000000000",
			"queue=low&index=0&id=0000000000000000000000000000000000000000", "index=0&id=xyz" })
	void aSenselessAddressIsABadRequest(String query) {
		assertThat(get("/failed/job?" + query).status()).isEqualTo(400);
		assertThat(get("/failed/edit?" + query).status()).isEqualTo(400);
	}

	@Test
	void speaksChinese() {
		assertThat(RawRequest.get("/resque/failed/edit?" + ENTRY)
			.header("Accept-Language", "zh-CN")
			.send(application.port())
			.body()).contains("编辑参数并重试");
	}

	private static Response edit(String args, String more) {
		return post("/failed/edit", ENTRY + "&args=" + URLEncoder.encode(args, StandardCharsets.UTF_8) + more);
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static Response post(String path, String fields) {
		String token = "A".repeat(43);
		return RawRequest.post("/resque" + path, fields + "&_resque=" + token)
			.header("Cookie", "resque_form=" + token)
			.send(application.port());
	}

}
