package io.resque;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobRegistryTests {

	private final JobDefinition archive = job("Archive", "file_serve", Archive.class, "OldArchive");

	private final JobDefinition someJob = job("SomeJob", null, SomeJob.class);

	private final JobRegistry registry = new JobRegistry(List.of(this.someJob, this.archive));

	@Test
	void findsByNameAndAlias() {
		assertThat(this.registry.find("Archive")).containsSame(this.archive);
		assertThat(this.registry.find("OldArchive")).containsSame(this.archive);
		assertThat(this.registry.find("Unknown")).isEmpty();
		assertThat(this.registry.find("")).isEmpty();
	}

	@Test
	void dashedNameResolvesToTheCamelCasedOne() {
		assertThat(this.registry.find("some-job")).containsSame(this.someJob);
		assertThat(this.registry.find("-")).isEmpty();
	}

	@Test
	void neverLoadsAClass() {
		assertThat(this.registry.find(Archive.class.getName())).isEmpty();
	}

	@Test
	void findsByClassOrAnySuperTypeOfIt() {
		assertThat(this.registry.of(Archive.class)).containsExactly(this.archive);
		assertThat(this.registry.of(Runnable.class)).containsExactly(this.archive);
		assertThat(this.registry.of(String.class)).isEmpty();
	}

	@Test
	void listsJobsByNameAndQueuesOnce() {
		JobRegistry registry = new JobRegistry(
				List.of(this.someJob, this.archive, job("B", "a", String.class), job("C", "a", String.class)));
		assertThat(registry.all()).extracting(JobDefinition::name).containsExactly("Archive", "B", "C", "SomeJob");
		assertThat(registry.queues()).containsExactly("a", "file_serve");
	}

	@Test
	void twoJobsCannotShareANameOrAnAlias() {
		for (JobDefinition other : List.of(job("Archive", null, SomeJob.class),
				job("Other", null, SomeJob.class, "OldArchive"), job("Other", null, SomeJob.class, "Archive"))) {
			assertThatExceptionOfType(DuplicateJobException.class)
				.isThrownBy(() -> new JobRegistry(Arrays.asList(this.archive, other)))
				.withMessageContaining("is claimed by both ")
				.withMessageContaining(Archive.class.getName())
				.withMessageContaining(SomeJob.class.getName());
		}
	}

	private static JobDefinition job(String name, @Nullable String queue, Class<?> type, String... aliases) {
		return new JobDefinition(name, queue, List.of(aliases), OnCrash.REQUEUE, type, (context) -> {
		});
	}

	abstract static class Archive implements Runnable {

	}

	static class SomeJob {

	}

}
