package io.resque.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.context.event.EventListener;

import io.resque.WorkerHooks;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

/**
 * Calls the worker hooks that follow from what is announced.
 */
class WorkerHookCalls {

	private final List<WorkerHooks> hooks;

	private final ResqueEvents events;

	WorkerHookCalls(List<WorkerHooks> hooks, ResqueEvents events) {
		this.hooks = hooks;
		this.events = events;
	}

	@EventListener
	void announced(WorkerEvent announced) {
		if (announced instanceof WorkerEvent.Starting) {
			call("beforeFirstFork", WorkerHooks::beforeFirstFork);
		}
		else if (announced instanceof WorkerEvent.Pausing) {
			call("beforePause", WorkerHooks::beforePause);
		}
		else if (announced instanceof WorkerEvent.Resumed) {
			call("afterPause", WorkerHooks::afterPause);
		}
		else if (announced instanceof WorkerEvent.QueueEmpty empty) {
			call("queueEmpty", (hook) -> hook.queueEmpty(empty.pool()));
		}
		else if (announced instanceof WorkerEvent.Stopping) {
			call("onShutdown", WorkerHooks::onShutdown);
		}
		else if (announced instanceof WorkerEvent.Stopped) {
			call("workerExit", WorkerHooks::workerExit);
		}
	}

	/** Calls one hook of all beans; what one throws does not keep the others from it. */
	void call(String name, Consumer<WorkerHooks> hook) {
		for (WorkerHooks bean : this.hooks) {
			try {
				hook.accept(bean);
			}
			catch (Throwable ex) {
				this.events.announce(new WorkerEvent.Unexpected(
						"calling the worker hook " + name + " of " + bean.getClass().getName(), ex));
			}
		}
	}

}
