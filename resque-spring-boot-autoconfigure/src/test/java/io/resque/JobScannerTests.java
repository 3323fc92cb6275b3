package io.resque;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class JobScannerTests {

	private static final List<Object> PERFORMED = new ArrayList<>();

	@BeforeEach
	void forget() {
		PERFORMED.clear();
	}

	@Test
	void classWithPerformIsAJobOfItsSimpleName() throws Throwable {
		JobDefinition job = only(scan(Archive.class));
		assertThat(job.name()).isEqualTo("Archive");
		assertThat(job.queue()).isEqualTo("file_serve");
		assertThat(job.aliases()).containsExactly("OldArchive", "OlderArchive");
		assertThat(job.onCrash()).isEqualTo(OnCrash.FAIL);
		assertThat(job.type()).isEqualTo(Archive.class);
		perform(job, 44);
		assertThat(PERFORMED).containsExactly(44);
	}

	@Test
	void annotatedMethodIsAJobOfItsCapitalizedName() throws Throwable {
		List<JobDefinition> jobs = scan(Repositories.class);
		assertThat(jobs).extracting(JobDefinition::name, JobDefinition::queue)
			.containsExactlyInAnyOrder(tuple("CreateArchive", "file_serve"), tuple("Clean", null));
		perform(jobs.stream().filter((job) -> job.name().equals("CreateArchive")).findFirst().orElseThrow(), "x");
		assertThat(PERFORMED).containsExactly("createArchive x");
	}

	@Test
	void annotationMayBeComposedOrInherited() {
		assertThat(scan(Composed.class, Inheriting.class)).extracting(JobDefinition::name, JobDefinition::queue)
			.containsExactlyInAnyOrder(tuple("Composed", "critical"), tuple("Inheriting", "low"));
	}

	@Test
	void annotationMayStandOnAFactoryMethod() {
		JobDefinition job = only(scan(Factory.class));
		assertThat(job.name()).isEqualTo("Plain");
		assertThat(job.queue()).isEqualTo("made");
	}

	@Test
	void placeholdersResolve() {
		JobDefinition job = only(scan(WithPlaceholders.class));
		assertThat(job.name()).isEqualTo("resolved");
		assertThat(job.queue()).isEqualTo("q_resolved");
		assertThat(job.aliases()).containsExactly("resolved_old");
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> scan(WithUnknownPlaceholder.class))
			.withMessage("The queue '${nowhere}' cannot be used: its placeholder does not resolve");
	}

	@Test
	void badNamesAreRefused() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> scan(BadQueue.class))
			.withMessageContaining("The queue 'a,b'");
	}

	@Test
	void classWithoutPerformIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> scan(WithoutPerform.class))
			.withMessageStartingWith(WithoutPerform.class.getName() + " has no method 'perform'");
	}

	@Test
	void overloadsWithTheSameNumberOfParametersAreRefused() {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> scan(Ambiguous.class))
			.withMessageContaining("same number of parameters");
	}

	@Test
	void lazyBeanIsMadeForItsFirstRun() throws Throwable {
		JobDefinition job = only(scan(LazyJob.class));
		assertThat(PERFORMED).isEmpty();
		perform(job);
		perform(job);
		assertThat(PERFORMED).containsExactly("created", "performed", "performed");
	}

	@Test
	void prototypeIsMadeForEachRun() throws Throwable {
		JobDefinition job = only(scan(PrototypeJob.class));
		perform(job);
		perform(job);
		assertThat(PERFORMED).containsExactly("created", "performed", "created", "performed");
	}

	@Test
	void scopedBeanIsAJobOnce() throws Throwable {
		JobDefinition job = only(scan(ScopedJob.class));
		assertThat(job.name()).isEqualTo("ScopedJob");
		perform(job);
		assertThat(PERFORMED).containsExactly("created", "performed");
	}

	@Test
	void callsGoThroughClassProxies() throws Throwable {
		assertProxied(true, Archive.class, 44);
	}

	@Test
	void callsGoThroughInterfaceProxies() throws Throwable {
		assertProxied(false, WithInterface.class);
	}

	private void assertProxied(boolean classProxies, Class<?> type, Object... args) throws Throwable {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("job", type);
			context.registerBean(BeanNameAutoProxyCreator.class, () -> {
				BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
				creator.setBeanNames("job");
				creator.setProxyTargetClass(classProxies);
				creator.setInterceptorNames("interceptor");
				return creator;
			});
			context.registerBean("interceptor", MethodInterceptor.class, () -> (invocation) -> {
				PERFORMED.add("intercepted");
				return invocation.proceed();
			});
			context.refresh();
			assertThat(AopUtils.isAopProxy(context.getBean("job"))).isTrue();
			JobDefinition job = only(scanner(context).scan());
			assertThat(job.type()).isEqualTo(type);
			perform(job, args);
			assertThat(PERFORMED).hasSize(2).startsWith("intercepted");
		}
	}

	private static List<JobDefinition> scan(Class<?>... types) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("name", "resolved")));
		context.register(types);
		context.refresh();
		return scanner(context).scan();
	}

	private static JobScanner scanner(AnnotationConfigApplicationContext context) {
		return new JobScanner(context.getBeanFactory(), new ResqueJson(JsonProfile.CLASSIC));
	}

	private static JobDefinition only(List<JobDefinition> jobs) {
		assertThat(jobs).hasSize(1);
		return jobs.get(0);
	}

	private static void perform(JobDefinition job, Object... args) throws Throwable {
		job.method().invoke(new InlineContext(new Job("q", job.name(), List.of(args))));
	}

	@ResqueJob(queue = "file_serve", aliases = { "OldArchive", "OlderArchive" }, onCrash = OnCrash.FAIL)
	static class Archive {

		void perform(int repoId) {
			PERFORMED.add(repoId);
		}

		static void perform(String unrelated) {
		}

	}

	static class Repositories {

		@ResqueJob(queue = "file_serve")
		void createArchive(String branch) {
			PERFORMED.add("createArchive " + branch);
		}

		@ResqueJob("Clean")
		void cleanUp() {
		}

		void perform() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ResqueJob
	@interface CriticalJob {

		@AliasFor(annotation = ResqueJob.class, attribute = "queue")
		String value() default "critical";

	}

	@CriticalJob
	static class Composed {

		void perform() {
		}

	}

	@ResqueJob(queue = "low")
	abstract static class LowJob {

		void perform() {
		}

	}

	static class Inheriting extends LowJob {

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		@ResqueJob(queue = "made")
		Plain plain() {
			return new Plain();
		}

	}

	static class Plain {

		void perform() {
		}

	}

	@ResqueJob(name = "${name}", queue = "q_${name}", aliases = "${name}_old")
	static class WithPlaceholders {

		void perform() {
		}

	}

	@ResqueJob(queue = "${nowhere}")
	static class WithUnknownPlaceholder {

		void perform() {
		}

	}

	@ResqueJob(queue = "a,b")
	static class BadQueue {

		void perform() {
		}

	}

	@ResqueJob
	static class WithoutPerform {

		void run() {
		}

	}

	@ResqueJob
	static class Ambiguous {

		void perform(int id) {
		}

		void perform(String name, JobContext context) {
		}

	}

	static class Recording {

		Recording() {
			PERFORMED.add("created");
		}

		void perform() {
			PERFORMED.add("performed");
		}

	}

	@Lazy
	@ResqueJob
	static class LazyJob extends Recording {

	}

	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ResqueJob
	static class PrototypeJob extends Recording {

	}

	@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
	@ResqueJob
	static class ScopedJob extends Recording {

	}

	@ResqueJob
	static class WithInterface implements Performing {

		@Override
		public void perform() {
			PERFORMED.add("performed");
		}

	}

	interface Performing {

		void perform();

	}

}
