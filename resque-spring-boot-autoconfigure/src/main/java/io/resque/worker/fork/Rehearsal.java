package io.resque.worker.fork;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.JobScanner;
import io.resque.ResqueJob;
import io.resque.worker.fork.Message.Kind;

/**
 * What parent and child do before the first job, as if it were one, so that it does not
 * have to wait for classes to be loaded and methods to be linked on its whole way.
 */
@ResqueJob(name = Rehearsal.NAME)
final class Rehearsal {

	static final String NAME = "Rehearsal";

	private static final int TIMES = 20;

	private static final Duration LONG = Duration.ofSeconds(30);

	void perform(int number, String text, JobContext context) {
		if (number == 0) {
			throw new IllegalStateException(text + context.job());
		}
	}

	/** The stage in a child. */
	static ForkPerformer stage(JobCodec codec) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.addEmbeddedValueResolver((text) -> text);
		beans.registerSingleton(NAME, new Rehearsal());
		JobRegistry registry = new JobRegistry(new JobScanner(beans, codec.json()).scan());
		return new ForkPerformer(new JobPerformer(registry, List.of()), List.of());
	}

	/** Has a child that is ready rehearse. */
	static void lead(ChildProcess child) throws IOException, InterruptedException {
		for (int i = 0; i < TIMES; i++) {
			child.say(Message.rehearsal("{\"class\":\"" + NAME + "\",\"args\":[" + i + ",\"text\"]}"));
			Message outcome = child.hear(LONG);
			if (outcome == null || outcome.kind() != ((i == 0) ? Kind.FAILED : Kind.PERFORMED)) {
				throw new IOException("The child answers " + outcome + " to a rehearsal");
			}
		}
	}

}
