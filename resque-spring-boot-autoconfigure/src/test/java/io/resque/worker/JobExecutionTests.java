package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.worker.lease.Lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class JobExecutionTests {

	@Test
	void anInterruptThatWasThereBeforeDoesNotReachTheJob() throws Throwable {
		JobRunner.Place place = mock(JobRunner.Place.class);
		JobExecution execution = new JobExecution(new JobCodec(new ResqueJson(JsonProfile.CLASSIC)),
				new JobRegistry(List.of()),
				new StartMarks(mock(InFlightStore.class), mock(Probation.class), mock(Outcomes.class)),
				mock(Outcomes.class));
		Lease lease = mock(Lease.class);
		given(lease.awaitHeld()).willReturn(true);
		byte[] payload = "{\"class\":\"Note\",\"args\":[]}".getBytes(StandardCharsets.UTF_8);
		Assignment assignment = new Assignment(lease, new InFlightJob(1, "", "q", payload, false), false);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> execution.execute(assignment, "w", place));
		assertThat(assignment.run()).isNull();
		execution.execute(assignment, "w", place);
		then(place).should().run(any(), same(payload));
	}

}
