package io.resque;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.StandardEnvironment;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

/**
 * Some jobs, and what was performed of them.
 */
final class TestJobs {

	static final List<Object> PERFORMED = new ArrayList<>();

	private TestJobs() {
	}

	static JobCodec codec() {
		return new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
	}

	static JobRegistry registry(Class<?>... more) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("environment", new StandardEnvironment());
		for (Class<?> type : new Class<?>[] { Archive.class, SomeJob.class, WithoutQueue.class, Repositories.class }) {
			beans.registerBeanDefinition(type.getSimpleName(), new RootBeanDefinition(type));
		}
		for (Class<?> type : more) {
			beans.registerBeanDefinition(type.getSimpleName(), new RootBeanDefinition(type));
		}
		return new JobRegistry(new JobScanner(beans, codec().json()).scan());
	}

	@ResqueJob(queue = "file_serve", aliases = "OldArchive")
	static class Archive {

		void perform(Object repoId, @Nullable Object branch, JobContext context) {
			PERFORMED.add(context.job());
		}

		void perform(Object repoId, Object... more) {
			PERFORMED.add(more);
		}

	}

	@ResqueJob(queue = "jobs")
	static class SomeJob {

		int perform(Map<String, Object> options) throws Exception {
			PERFORMED.add(options);
			Object failure = options.get("fail");
			if ("checked".equals(failure)) {
				throw new Exception("checked");
			}
			if ("unchecked".equals(failure)) {
				throw new IllegalStateException("unchecked");
			}
			return 1;
		}

	}

	@ResqueJob
	static class WithoutQueue {

		void perform() {
		}

	}

	static class Repositories {

		@ResqueJob(queue = "file_serve")
		boolean createArchive(int repoId, JobContext context, @Nullable String branch) {
			return true;
		}

		@ResqueJob(queue = "cleaning")
		long clean(String... names) {
			return names.length;
		}

		String unrelated() {
			return "";
		}

	}

}
