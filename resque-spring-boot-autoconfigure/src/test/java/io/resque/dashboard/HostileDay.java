package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.resque.Job;
import io.resque.canary.CanaryPhase;
import io.resque.canary.CanaryPlan;
import io.resque.canary.CanaryRetry;
import io.resque.canary.CanaryRetry.Counts;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureGroup;
import io.resque.failure.Fingerprint;
import io.resque.inspect.PoolInfo;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.ProcessLoad;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.inspect.WorkingJob;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;

/**
 * Fills every place that somebody else writes to with one text, and has the texts that
 * attackers begin with.
 */
final class HostileDay {

	/** They begin with it, so that one can see that they are on a page. */
	static final String MARK = "mark";

	/** What an evaluated expression of {@link #TEXTS} would say. */
	static final String EVALUATED = "1522756";

	static final List<String> TEXTS = List.of("<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
			"\"><script>alert(1)</script>", "'><script>alert(1)</script>", "\" onmouseover=\"alert(1)",
			"' onfocus='alert(1)' autofocus='", "` onmouseover=`alert(1)", "</title><script>alert(1)</script>",
			"</textarea><svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg/onload=alert(1)>",
			"<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
			"<iframe srcdoc=\"<script>alert(1)</script>\">", "<base href=\"https://evil.test/\">",
			"<meta http-equiv=\"refresh\" content=\"0;url=https://evil.test/\">",
			"<form action=\"https://evil.test/\"><button>x</button></form>", "<style>*{display:none}</style>",
			"<link rel=stylesheet href=https://evil.test/x.css>", "<!--", "--><script>alert(1)</script>",
			"<![CDATA[<script>alert(1)</script>]]>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;",
			"javascript:alert(1)", "JaVaScRiPt:alert(1)//", "data:text/html,<script>alert(1)</script>", "//evil.test/x",
			"https://evil.test/", "${1234*1234}", "*{1234*1234}", "[[${1234*1234}]]", "[(${1234*1234})]",
			"__${1234*1234}__::.x", "~{::[[${1234*1234}]]}", "#{nav.failed}", "@{/x(a=${1234*1234})}", "{{1234*1234}}",
			"<%= 1234*1234 %>", "#{1234*1234}", "T(java.lang.Runtime).getRuntime().exec('id')", "|${1234*1234}|",
			"\r\nSet-Cookie: hacked=1", "\r\n\r\n<script>alert(1)</script>", "%0d%0aX-Hacked: 1",
			"\n2026-01-01 ERROR forged line", "a\u2028b\u2029c\u0085d", "\u202Egnp.exe\u2066x", "\uFEFF\u200B\u00AD",
			"\u0000<b>", "\u0001\u0008\u001B[31mred", "\uD800<b>\uDC00", "\uDFFF", "'; DROP TABLE jobs; --",
			"' OR '1'='1", "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "\\..\\..\\windows", "\"}]}<b>",
			"\\\"<b>\\", "{\"$ref\":\"<b>\"}", "*", "?", "[a-z]", "a".repeat(20_000) + "<b>", "<".repeat(3000),
			"\"".repeat(3000));

	private static final Instant LATER = Instant.ofEpochSecond(4102444800L);

	private HostileDay() {
	}

	static void fill(DashboardData data, String text) {
		String args = "[\"" + text + "\"]";
		data.queues.put(text, List.of(new QueuedJob(text, args, null, "%040x".formatted(1))));
		data.queues.put("wrong_type", List.of());
		data.workers.add(new WorkerInfo(text, text, text, List.of(text, "*"), text, Instant.now(), 1, 1,
				new WorkingJob(text, Instant.now(), text, args, "%040x".formatted(2))));
		data.workers.add(new WorkerInfo("other", "host", "1", List.of(text), null, null, 1, 1, null));
		data.processes.add(new ProcessInfo(text, text, text, text, Instant.now(),
				List.of(new PoolInfo(text, text, 1, text)), new ProcessLoad(1, 1, 1, 1L, true), Duration.ofSeconds(3)));
		data.steering.pausedJobs.put(text, 1L);
		StoredKeys.Key key = new StoredKeys.Key("resque:" + text, text, 1);
		data.steering.keys.add(key);
		data.steering.values.put("resque:queue:images",
				new StoredKeys.Values(key, List.of(new StoredKeys.Value(text, text)), "1"));
		data.failureQueues.add(text + "_failed");
		for (String list : List.of("failed", text + "_failed")) {
			data.failed.add(new FailedJob(list, data.failed.size(), "%040x".formatted(data.failed.size()), null, text,
					text, text, args, text, text, List.of(text, text), text, text, true));
		}
		data.groups.add(new FailureGroup(new Fingerprint("0815", text, text, List.of(text)), 2, 1, Instant.now(),
				Instant.now(), Set.of(text), Set.of(text)));
		data.canaries.add(new CanaryRetry("1", CanaryPlan.of(FailureFilter.ALL.withJob(text).withText(text)),
				CanaryPhase.STOPPED, new Counts(1, 1, 1, 1), 1, 1, Instant.now(), text));
		data.delay(LATER, text, text, args);
		data.delay(LATER, "", text, args);
		data.schedule(text, text, new Job(text, text, List.of(text)), args, LATER);
		data.scheduler = text;
		data.preview.add(new Occurrence(LATER, text));
		data.history.add(new PastOccurrence(LATER, text, text, Duration.ofSeconds(2)));
		data.redis.put(text, text);
		data.redis.put("redis_version", text);
	}

}
