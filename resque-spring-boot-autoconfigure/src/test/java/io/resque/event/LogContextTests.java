package io.resque.event;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import io.resque.Job;
import io.resque.JobContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LogContextTests {

	private final LogContext logContext = new LogContext();

	@BeforeEach
	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void namesTheJobAndNotItsArguments() throws Throwable {
		assertThat(this.logContext.run(run("mail", "SendMail"), () -> {
			assertThat(MDC.getCopyOfContextMap())
				.isEqualTo(Map.of("resque.queue", "mail", "resque.job", "SendMail", "resque.worker", "box:1-1:mail"));
			return false;
		})).isFalse();
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void whatTheJobLeavesIsGoneAndWhatWasThereIsBack() {
		MDC.put("user", "ann");
		MDC.put("resque.job", "Outer");
		assertThatThrownBy(() -> this.logContext.run(run("mail", "SendMail"), () -> {
			assertThat(MDC.get("user")).isEqualTo("ann");
			MDC.remove("resque.queue");
			MDC.put("user", "bob");
			MDC.put("order", "7");
			throw new IllegalStateException("broken");
		})).hasMessage("broken");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ann", "resque.job", "Outer"));
	}

	@Test
	void namesFromRedisAreOneShortLine() throws Throwable {
		this.logContext.run(run("mail\n2026 ERROR hacked", "x".repeat(5000)), () -> {
			assertThat(MDC.get("resque.queue")).isEqualTo("mail?2026 ERROR hacked");
			assertThat(MDC.get("resque.job")).hasSize(201);
			return true;
		});
	}

	private static JobContext run(String queue, String job) {
		JobContext run = mock(JobContext.class);
		given(run.job()).willReturn(new Job(queue, job, List.of("secret")));
		given(run.workerId()).willReturn("box:1-1:mail");
		return run;
	}

}
