package io.resque.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import io.resque.JobPerformer;
import io.resque.WorkerHooks;
import io.resque.event.ResqueEvents;
import io.resque.worker.ForkSettings;
import io.resque.worker.JobRunner;
import io.resque.worker.PoolSettings;
import io.resque.worker.ThreadJobRunner;
import io.resque.worker.fork.ChildLauncher;
import io.resque.worker.fork.ChildSettings;
import io.resque.worker.fork.ForkJobRunner;
import io.resque.worker.fork.ForkPerformer;

/**
 * Makes the runner that the mode of a pool asks for.
 */
class JobRunners implements JobRunner.Factory {

	private final JobPerformer performer;

	private final ResqueEvents events;

	private final ChildSettings children;

	private final Duration termTimeout;

	private final Environment environment;

	private final ListableBeanFactory beans;

	JobRunners(JobPerformer performer, ResqueEvents events, ChildSettings children, Duration termTimeout,
			Environment environment, ListableBeanFactory beans) {
		this.performer = performer;
		this.events = events;
		this.children = children;
		this.termTimeout = termTimeout;
		this.environment = environment;
		this.beans = beans;
	}

	@Override
	public JobRunner create(String pool, PoolSettings settings) {
		return switch (settings.mode()) {
			case THREAD -> new ThreadJobRunner(this.performer);
			case FORK -> new ForkJobRunner(pool, settings, this.termTimeout, launcher(settings.fork()), performing(),
					this.events);
		};
	}

	private ForkPerformer performing() {
		return new ForkPerformer(this.performer, new LateHooks<>(this.beans.getBeanProvider(WorkerHooks.class)));
	}

	private ChildLauncher launcher(ForkSettings fork) {
		ObjectProvider<ApplicationArguments> arguments = this.beans.getBeanProvider(ApplicationArguments.class);
		return new ChildLauncher(this.children.of(fork),
				arguments.stream().findFirst().map((all) -> List.of(all.getSourceArgs())).orElse(List.of()),
				HandedOnProperties.of(ResqueRedisConfiguration.applicationConnections(this.beans, false),
						this.environment, this.children),
				this.events);
	}

}
