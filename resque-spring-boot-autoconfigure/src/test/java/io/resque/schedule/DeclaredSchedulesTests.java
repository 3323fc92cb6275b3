package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueException;
import io.resque.ResqueTemplate;
import io.resque.event.ScheduleEvent.Withdrawn;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ScheduleStore;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(RedisServerExtension.class)
class DeclaredSchedulesTests {

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final JobRegistry registry = new JobRegistry(List.of());

	private final RecordedEvents events = new RecordedEvents();

	private final ResqueRedis resque;

	private final StringRedisTemplate redis;

	private final ResqueSchedules schedules;

	DeclaredSchedulesTests(RedisServer server) {
		this.resque = server.redis("resque");
		this.redis = server.template();
		this.schedules = new SchedulerServices(this.resque, this.registry, this.codec, List.of(),
				TestFailures.recorder(), this.events.events(), Clock.systemUTC())
			.schedules(new SchedulerSettings(null, Duration.ofSeconds(10), "", ZoneId.of("UTC"), List.of(), null),
					new ResqueTemplate(this.resque, this.registry, this.codec, List.of(), null));
	}

	@Test
	void whatAnApplicationDeclaresIsSetAndRemovedWithIt() {
		this.schedules.set("by hand", Map.of("every", "1h", "class", "A", "queue", "q"));
		declare("billing", Map.of("nightly", Map.of("cron", "0 2 * * *", "zone", "Europe/Berlin"), "often", Map
			.of("every", "30s", "first-in", "5s", "args", Map.of("0", "44", "1", Map.of("ids", Map.of("0", 7))))));
		declare("mail", Map.of("digest", Map.of("every", "1d")));
		assertThat(this.redis.<String, String>opsForHash().entries("resque:persistent_schedules"))
			.containsOnlyKeys("by hand", "nightly", "often", "digest")
			.containsEntry("often", "{\"every\":[\"30s\",{\"first_in\":\"5s\"}],\"args\":[\"44\",{\"ids\":[7]}],"
					+ "\"class\":\"A\",\"queue\":\"q\"}");
		assertThat(this.schedules.get("nightly").orElseThrow().rhythm().text()).isEqualTo("0 2 * * * Europe/Berlin");
		this.redis.delete("resque:schedules_changed");
		declare("billing", Map.of("nightly", Map.of("cron", "0 2 * * *", "zone", "Europe/Berlin")));
		assertThat(this.redis.opsForSet().members("resque:schedules_changed")).containsExactly("often");
		assertThat(this.schedules.all()).containsOnlyKeys("by hand", "nightly", "digest");
		declare("", Map.of("nameless", Map.of("every", "1d")));
		declare("", Map.of());
		assertThat(this.schedules.all()).containsOnlyKeys("by hand", "nightly", "digest", "nameless");
		assertThat(this.events.of(Withdrawn.class)).containsExactly(new Withdrawn("often", "billing"));
		assertThatExceptionOfType(InvalidScheduleException.class)
			.isThrownBy(() -> declare("mail", Map.of("never", Map.of("description", "x"))))
			.withMessage("The schedule 'never' cannot be used: it has neither 'cron' nor 'every', nor 'never' "
					+ "for one that is only enqueued by hand (property resque.schedule.never)");
	}

	@Test
	void theFormOfRubysPageMayHaveParameters() {
		this.schedules.set("report", Map.of("never", "", "class", "A", "queue", "q", "args",
				Map.of("top", 10, "day", 1), "parameters", Map.of("day", Map.of("default", 3))));
		assertThat(this.schedules.runNow("report", Map.of())).isTrue();
		assertThat(this.redis.opsForList().rightPop("resque:queue:q")).contains("\"top\":10").contains("\"day\":3");
		assertThat(this.schedules.runNow("report", Map.of("day", "7"))).isTrue();
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1))
			.satisfiesExactly((job) -> assertThat(job).contains("\"top\":10").contains("\"day\":\"7\""));
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.schedules.runNow("report", Map.of("top", "7")))
			.withMessage("The schedule 'report' has no parameter 'top', only [day]");
		this.schedules.set("list",
				Map.of("class", "A", "queue", "q", "args", List.of(1), "parameters", Map.of("day", Map.of())));
		assertThatExceptionOfType(ResqueException.class)
			.isThrownBy(() -> this.schedules.runNow("list", Map.of("day", "7")))
			.withMessageContaining("are no object");
		assertThat(this.redis.opsForList().size("resque:queue:q")).isOne();
	}

	private void declare(String application, Map<String, Map<String, Object>> schedules) {
		Map<String, Map<String, Object>> complete = new LinkedHashMap<>();
		new TreeMap<>(schedules).forEach((name, settings) -> {
			Map<String, Object> all = new LinkedHashMap<>();
			List.of("cron", "every", "first-in", "zone", "description", "args")
				.stream()
				.filter(settings::containsKey)
				.forEach((key) -> all.put(key, settings.get(key)));
			all.put("class", "A");
			all.put("queue", "q");
			complete.put(name, all);
		});
		Declarations declarations = new Declarations(this.codec.json()).add(new DeclarationSettings(complete));
		publish(application, declarations);
	}

	private void publish(String application, Declarations declarations) {
		new DeclaredSchedules(new ScheduleStore(this.resque),
				new ScheduleReader(this.codec, this.registry, ZoneId.of("UTC")), this.codec, declarations, application,
				this.events.events())
			.publish();
	}

}
