package io.resque.dashboard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All addresses that the dashboard has, as its routes tell, each with parameters that
 * mean something on a {@link BusyDay}. A new address needs a line here, and is in the
 * tests of access, forms, rights, parameters and injection by it.
 */
final class DashboardAddresses {

	private static final String ID = "0".repeat(40);

	private static final String ENTRY = "queue=failed&index=0&id=" + ID + "&page=1";

	private static final String DELAYED = "at=4102444800&index=0&id=" + ID;

	private static final String SCHEDULE = "name=nightly-report";

	/** Pages that do nothing but lead to a change. */
	static final Map<String, String> QUESTIONS = map("""
			/failed/retry-all/confirm     queue=failed
			/failed/clear-retried/confirm queue=failed
			/failed/clear/confirm         queue=failed
			/failed/found/retry/confirm   text=timed
			/failed/found/retry-and-remove/confirm text=timed
			/failed/found/remove/confirm  text=timed
			/failed/found/progress        kind=RETRY&done=1&refused=0&searched=2&of=2
			/failed/edit                  queue=failed&index=0&id=0000000000000000000000000000000000000000
			/failed/canary                text=timed
			/delayed/clear/confirm
			/schedule/remove/confirm      name=nightly-report
			/queue/remove/confirm         name=mailer
			/worker/remove/confirm        id=old-host.3fa9c1:411-1:mailer%2Creports
			/process/stop/confirm         id=c41f07aa00bb11cc
			/schedule/new
			/schedule/edit                name=nightly-report
			/schedule/run/ask             name=nightly-report
			""");

	/** All other pages. */
	static final Map<String, String> PAGES = map("""
			/overview
			/working
			/stats
			/stats/redis
			/stats/keys      text=queue
			/stats/key       key=resque:queue:images
			/stats.txt
			/stats.json
			/processes
			/queues
			/queue           name=mailer
			/workers         host=web-1.c41f07
			/worker          id=old-host.3fa9c1:411-1:mailer%2Creports
			/failed          queue=failed
			/failed/job      queue=failed&index=0&id=0000000000000000000000000000000000000000
			/failed/groups
			/failed/canaries
			/delayed
			/delayed/at      at=4102444800
			/delayed/search  text=Send
			/delayed/jobs    job=SendEmailTask
			/retries
			/schedule
			/schedule/of     name=nightly-report
			""");

	/** What changes something. */
	static final Map<String, String> ACTIONS = map("""
			/failed/retry            %1$s
			/failed/retry-and-remove %1$s
			/failed/remove           %1$s
			/failed/selected/retry   entry=0:0000000000000000000000000000000000000000:failed
			/failed/selected/retry-and-remove entry=0:0000000000000000000000000000000000000000:failed
			/failed/selected/remove  entry=0:0000000000000000000000000000000000000000:failed
			/failed/found/retry      text=timed&affected=1
			/failed/found/retry-and-remove text=timed&affected=1
			/failed/found/remove     text=timed&affected=1
			/failed/edit             %1$s&args=[]
			/failed/retry-all        queue=failed&affected=1
			/failed/clear-retried    queue=failed&affected=1
			/failed/clear            queue=failed&affected=1
			/failed/canary/start     text=timed&first=1&percent=50&per-second=1
			/failed/canary/cancel    id=1
			/failed/canary/resume    id=1
			/delayed/enqueue         %2$s
			/delayed/remove          %2$s
			/delayed/selected/enqueue view=search&entry=4102444800:0:0000000000000000000000000000000000000000:1
			/delayed/selected/remove view=search&entry=4102444800:0:0000000000000000000000000000000000000000:1
			/delayed/clear           affected=1
			/retries/run             %2$s
			/retries/cancel          %2$s
			/schedule/remove         %3$s
			/schedule/pause          %3$s
			/schedule/resume         %3$s
			/schedule/run            %3$s
			/queue/remove            name=mailer&typed=mailer
			/queue/pause             name=mailer
			/queue/resume            name=mailer
			/queue/job/remove        name=mailer&index=0&id=%4$s&removals=0
			/queues/pause-all
			/queues/resume-all
			/queues/resume-kind      job=MonthlyReport
			/working/kill            worker=web-1.c41f07:31337-1:mailer&id=%4$s
			/process/quiet           id=c41f07aa00bb11cc
			/process/resume          id=c41f07aa00bb11cc
			/process/stop            id=c41f07aa00bb11cc
			/schedule/new            name=made-here&cron=0+3+*+*+*&job=J
			/schedule/set            %3$s&cron=0+3+*+*+*&to=q&job=J
			/schedule/run/with       %3$s
			/worker/remove           id=old-host.3fa9c1:411-1:mailer%%2Creports
			""".formatted(ENTRY, DELAYED, SCHEDULE, ID));

	/** Redirects, and files that do not change. */
	private static final Set<String> OTHERS = Set.of("", "/", "/look", "/assets/{version}/{name}");

	private DashboardAddresses() {
	}

	/** Fails when the lists here and the routes of an application are not the same. */
	static void areThoseOf(DashboardApplication application, String base) {
		List<String> expected = new ArrayList<>(OTHERS);
		expected.addAll(PAGES.keySet());
		expected.addAll(QUESTIONS.keySet());
		Routes routes = new Routes(base);
		routes.read(application.routes());
		assertThat(routes.read).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(routes.changed).containsExactlyInAnyOrderElementsOf(ACTIONS.keySet());
	}

	/** An address with its parameters. */
	static String target(Map.Entry<String, String> page) {
		return page.getValue().isEmpty() ? page.getKey() : page.getKey() + "?" + page.getValue();
	}

	private static Map<String, String> map(String lines) {
		Map<String, String> map = new LinkedHashMap<>();
		lines.lines()
			.map((line) -> line.split(" +"))
			.forEach((parts) -> map.put(parts[0], (parts.length > 1) ? parts[1] : ""));
		return map;
	}

	/** Of all that routes tell, only methods and paths matter here. */
	private static final class Routes implements InvocationHandler {

		private final List<String> read = new ArrayList<>();

		private final List<String> changed = new ArrayList<>();

		private final String base;

		private Set<?> methods = Set.of();

		Routes(String base) {
			this.base = base;
		}

		void read(RouterFunction<?> routes) {
			routes.accept((RouterFunctions.Visitor) visitor());
		}

		private Object visitor() {
			return Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { RouterFunctions.Visitor.class, RequestPredicates.Visitor.class }, this);
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
			switch (method.getName()) {
				case "route" -> {
					this.methods = Set.of();
					((RequestPredicate) arguments[0]).accept((RequestPredicates.Visitor) visitor());
				}
				case "method" -> {
					this.methods = (Set<?>) arguments[0];
				}
				case "path" -> note((String) arguments[0]);
				case "startAnd", "and", "endAnd" -> {
				}
				default -> throw new AssertionError("A route that cannot be read: " + method);
			}
			return null;
		}

		private void note(String pattern) {
			assertThat(pattern).startsWith(this.base);
			String path = pattern.substring(this.base.length());
			if (this.methods.contains(HttpMethod.GET)) {
				this.read.add(path);
			}
			else if (!this.methods.isEmpty()) {
				assertThat(this.methods).isEqualTo(Set.of(HttpMethod.POST));
				this.changed.add(path);
			}
		}

	}

}
