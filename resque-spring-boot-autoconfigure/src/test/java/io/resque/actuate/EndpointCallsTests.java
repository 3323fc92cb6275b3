package io.resque.actuate;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import io.resque.JobCodec;
import io.resque.ResqueOperations;
import io.resque.autoconfigure.ResqueEndpointAutoConfiguration;
import io.resque.event.OperatorEvent;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What a call over the web is answered that cannot be: a sentence, and nothing was done.
 */
@ExtendWith(RedisServerExtension.class)
class EndpointCallsTests {

	private static final String FAILED = "{\"queue\":\"low\",\"payload\":{\"class\":\"A\",\"args\":[]},\"error\":\"Timed out\"}";

	private final RecordedEvents told = new RecordedEvents();

	private final StringRedisTemplate redis;

	private final WebApplicationContextRunner web;

	EndpointCallsTests(RedisServer server) {
		ResqueRedis connection = server.redis("resque");
		this.redis = server.template();
		Failures failures = new Failures(new FailureStore(connection), new ServerStore(connection),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
		this.web = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					JacksonEndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
					ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
					HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
					ResqueEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=resque",
					"management.endpoint.resque.access=UNRESTRICTED")
			.withBean(ResqueInspector.class, () -> mock())
			.withBean(Failures.class, () -> failures)
			.withBean(WorkerControl.class, () -> new WorkerControl(connection))
			.withBean(ResqueEvents.class, () -> this.told.events())
			.withBean(ResqueOperations.class, () -> mock());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					POST   | /pauses          | {"queues":"mail"}                | There is no 'queues' in this call: nothing was done
					POST   | /pauses          | {"queue":null}                   | 'queue' must not be null
					POST   | /pauses          | {"queue":""}                     | The queue '' cannot be used: it is empty
					POST   | /pauses          | {"queue":"a","job":"A"}          | Name a queue or a job, not both
					POST   | /queues          | {}                               | Only 'pauses' can be changed, not 'queues'
					DELETE | /pauses?queu=low |                                  | There is no 'queu' in this call
					POST   | /failed/retry    | {"text":"Timed","jop":"A"}       | There is no 'jop' in this call
					POST   | /failed/retry    | {"text":"Timed","security":"A"}  | There is no 'security' in this call
					POST   | /failed/retry    | {"text":""}                      | must not be empty: every failed job would match
					POST   | /failed/retry    | {"job":"","text":"Timed"}        | must not be empty: every failed job would match
					POST   | /failed/retry    | {}                               | Say which
					POST   | /failed/retry    | {"index":"x","id":"a"}           | 'index' must be a whole number, not 'x'
					POST   | /failed/retry    | {"from":"x","text":"Timed"}      | 'x' is no place in the lists of failed jobs
					POST   | /failed/retry    | {"list":"nope","text":"Timed"}   | nope
					POST   | /failed/clear    | {}                               | There is no 'failed/clear', only failed/retry
					POST   | /processes/stop  | {"id":"1"}                       | must be the id of a process
					POST   | /processes/stop  | {"part":"failed","action":"retry","text":"Timed"} | 'part' is a part of the address
					POST   | /pauses?part=x   | {"queue":"a"}                    | 'part' is a part of the address
					GET    | /failed?part=queues |                               | 'part' is a part of the address
					GET    | /failed?jop=A    |                                  | There is no 'jop' in this call
					GET    | /failed?limit=x  |                                  | 'limit' must be a whole number, not 'x'
					GET    | /failed?limit=0  |                                  | 'limit' must be between 1 and 100
					""")
	void whatCannotBeIsToldInASentenceAndChangesNothing(String method, String path, String body, String message) {
		this.redis.opsForList().rightPush("resque:failed", FAILED);
		this.web.run((context) -> {
			MvcTestResult answer = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context).build())
				.method(HttpMethod.valueOf(method))
				.uri("/actuator/resque" + path)
				.contentType(MediaType.APPLICATION_JSON)
				.content((body != null) ? body : "")
				.exchange();
			assertThat(answer).hasStatus(400);
			assertThat(answer).bodyJson().extractingPath("$.message").asString().contains(message);
		});
		if (!method.equals("GET")) {
			assertThat(this.told.of(OperatorEvent.class)).singleElement()
				.satisfies((event) -> assertThat(event.outcome()).isEqualTo(OperatorEvent.Outcome.INVALID));
		}
		assertThat(this.redis.keys("*")).containsExactly("resque:failed");
		assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).containsExactly(FAILED);
	}

	@Test
	void callsOfOtherEndpointsAndOverOtherWaysAreLeftAlone() {
		OperationParameters none = mock();
		given(none.stream()).willAnswer((call) -> List.of().stream());
		OperationInvoker invoker = (context) -> {
			throw EndpointActions.refused("no");
		};
		EndpointCalls calls = new EndpointCalls(this.told.events(), Map::of);
		assertThat(calls.apply(EndpointId.of("health"), OperationType.READ, none, invoker)).isSameAs(invoker);
		OperationInvoker ours = calls.apply(EndpointId.of("resque"), OperationType.READ, none, invoker);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> ours.invoke(new InvocationContext(SecurityContext.NONE, Map.of("x", "y"))))
			.withMessage("no");
	}

}
